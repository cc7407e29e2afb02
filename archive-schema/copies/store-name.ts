/** 存储副本: the store in which records come to rest, and the second one that holds a copy of each object. */
export const storeNames = ['first', 'second'] as const
export type StoreName = (typeof storeNames)[number]
