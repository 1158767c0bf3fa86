import type { Check } from '../check.ts';

/** A config file that its program cannot parse. */
export const fileReadable: Check = {
  id: 'file-readable',
  title: 'Every config file that is named as YAML or JSON can be parsed.',
  because: 'The program that reads it does not start, or keeps its old configuration.',
  example: {
    change: 'a patch leaves a list open in loki.yaml',
    plant: ({ files }) => {
      for (const file of files) {
        if (file.key === 'loki.yaml')
          file.unreadable = 'YAMLException: unexpected end of the stream within a flow collection (1:8)';
      }
    },
  },
  find: ({ files }) =>
    files.flatMap(({ path, configMap, key, unreadable }) =>
      unreadable === undefined
        ? []
        : [
            {
              path,
              at: `${configMap}/${key}`,
              value: key,
              why: unreadable,
              remedy: 'correct the patch of its ConfigMap',
            },
          ],
    ),
};
