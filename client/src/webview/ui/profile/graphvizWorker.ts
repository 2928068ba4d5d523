/** Lays graphs out in a thread of the page: Graphviz may take for ever, and then the thread is ended. */
import { instance } from '@viz-js/viz';
import type { GraphvizAnswer, GraphvizQuestion } from './graphviz.ts';

declare function postMessage(message: GraphvizAnswer): void;

const graphviz = instance();

addEventListener('message', ({ data }: MessageEvent<GraphvizQuestion>) => {
  graphviz
    .then((viz) => viz.render(data, { format: 'svg', engine: 'dot' }))
    .then(
      (result) => {
        postMessage(
          result.status === 'success'
            ? { svg: result.output }
            : { problem: result.errors.map(({ message }) => message).join('\n') },
        );
      },
      (error: unknown) => {
        postMessage({ problem: String(error) });
      },
    );
});
