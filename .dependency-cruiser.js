/**
 * Which part of `constructs/` may import which: `npm run test:imports`.
 *
 *     main.ts -> stack -> components -> content -> kit -> query        checks -> kit, query
 */

/** From the top down: a layer imports itself and the layers below it. */
const LAYERS = ['stack', 'components', 'content', 'kit', 'query'];
const folders = (names) => `^constructs/(${names.join('|')})/`;
const constructs = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

export default {
  forbidden: [
    ...LAYERS.map((layer, index) => {
      const allowed = LAYERS.slice(index);
      return constructs(
        `${layer}-imports-downwards`,
        `constructs/${layer} imports nothing of constructs/ but ${allowed.join(', ')}.`,
        { path: folders([layer]) },
        { path: '^constructs/', pathNot: folders(allowed) },
      );
    }),
    constructs(
      'checks-import-kit-and-query',
      'A check judges what is written; it knows no component and no default.',
      { path: folders(['checks']) },
      { path: '^constructs/', pathNot: folders(['checks', 'kit', 'query']) },
    ),
    constructs(
      'components-are-independent',
      'No component imports another: what two of them need belongs to kit or content.',
      { path: '^constructs/components/([^/]+)/' },
      { path: '^constructs/components/', pathNot: '^constructs/components/$1/' },
    ),
    constructs(
      'query-is-plain',
      'PromQL and LogQL know neither Kubernetes nor cdk8s.',
      { path: folders(['query']) },
      { path: '^(imports|node_modules/(cdk8s|cdk8s-plus-28|constructs))/' },
    ),
    constructs(
      'index-exports-folders',
      'constructs/index.ts is a list of exports; everything that it exports is in one of the folders above.',
      { path: '^constructs/index\\.ts$' },
      { pathNot: folders([...LAYERS, 'checks']) },
    ),
    constructs('no-circles', 'Files that import each other are one file, or need a third one.', {}, { circular: true }),
    constructs(
      'constructs-stand-alone',
      'constructs/ is what is published: it needs nothing else of this repository but imports/.',
      { path: '^(constructs|imports)/' },
      { pathNot: '^(constructs|imports|node_modules)/', dependencyTypesNot: ['core'] },
    ),
    constructs(
      'constructs-import-dependencies',
      'What constructs/ imports is installed with it: it is in `dependencies` or `peerDependencies` of package.json.',
      { path: '^(constructs|imports)/' },
      { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['npm', 'npm-peer'] },
    ),
    constructs(
      'constructs-do-no-io',
      'Constructs neither read nor write files, and start nothing: only VerifiedApp writes. node:crypto, node:util and the addresses of node:net compute.',
      { path: '^(constructs|imports)/', pathNot: '^constructs/checks/verified-app\\.ts$' },
      { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|net|util)$' },
    ),
    constructs(
      'main-uses-public-entries',
      "main.ts and examples/ import what a user's main.ts can: the package's one entry.",
      { path: '^(main\\.ts$|examples/)' },
      { path: '^constructs/', pathNot: '^constructs/index\\.ts$' },
    ),
    constructs('no-unresolvable', 'This import leads nowhere.', {}, { couldNotResolve: true }),
  ],
  options: {
    // TypeScript 7 has no parser to offer; swc, which jest uses too, also sees imports of types.
    parser: 'swc',
    doNotFollow: { path: '(^|/)node_modules/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'default'] },
  },
};
