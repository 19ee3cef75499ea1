/** The tenant. Every statement on a tenant's table takes it as its first parameter, so that none can forget it. */
export type CenterId = string & { readonly __brand: "CenterId" };
