/**
 * NODE_OPTIONS of every Node that we start, and of those that it starts; what is in `given` counts more.
 *
 * New objects get 32 MB. On a machine with much memory Node gives them 64, and under load a server could then fall into
 * marking its whole heap four times a second, for as long as it is asked: a page of 50 took three times the CPU. With 16
 * a worker may send less (docs/decisions/0011-new-objects.md).
 */
export const nodeOptions = (given = "") => `--max-semi-space-size=32 ${given}`.trimEnd();
