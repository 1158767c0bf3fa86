/** Groups items by a key, in the order of their first appearance. Node 20 has no `Map.groupBy`. */
export function groupBy<Key, Item>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** Groups items by each of their keys. */
export function byKeys<Item>(items: readonly Item[], keysOf: (item: Item) => readonly string[]): Map<string, Item[]> {
  const pairs = items.flatMap((item) => keysOf(item).map((key) => ({ key, item })));
  return new Map([...groupBy(pairs, ({ key }) => key)].map(([key, found]) => [key, found.map(({ item }) => item)]));
}
