/**
 * NODE_OPTIONS of every Node that we start, and of those that it starts; what is in `given` counts more.
 *
 * New objects get 16 MB: on a machine with much memory Node gives them 64, and then the bytes of answers, which are kept
 * beside the heap, often reach their limit before the new objects fill their space. Each time the whole heap is marked,
 * up to four times a second under load, and a page of 50 takes twice the CPU, until chance ends it. It also keeps 100 MB.
 */
export const nodeOptions = (given = "") => `--max-semi-space-size=16 ${given}`.trimEnd();
