/** The live heap over time, a line for each setting. */
import { settingText } from '../../../../../server/src/engine/heap/setting.ts';
import type { Prediction } from '../../../../../server/src/engine/heap/whatIf.ts';
import { palette, surfaceOf } from './canvas.ts';
import { bytesText } from './texts.ts';

const HEIGHT = 150;
const LEFT = 64;
const TOP = 18;
const BOTTOM = HEIGHT - 6;
/** Told apart without colours as well. */
const DASHES: readonly (readonly number[])[] = [[], [6, 3], [2, 3], [10, 3, 2, 3]];

export function drawPredictions(
  canvas: HTMLCanvasElement,
  predictions: readonly Prediction[],
): void {
  const surface = surfaceOf(canvas, HEIGHT);
  if (surface === undefined || predictions.length === 0) {
    return;
  }
  const { context, width } = surface;
  const colors = palette();
  const points = predictions.flatMap((prediction) => prediction.points);
  const mostBytes = points.reduce((most, { heapBytes }) => Math.max(most, heapBytes), 1);
  const mostSeconds = points.reduce((most, { seconds }) => Math.max(most, seconds), Number.EPSILON);
  const y = (bytes: number) => BOTTOM - (bytes / mostBytes) * (BOTTOM - TOP);
  context.font = `11px ${colors.font}`;
  context.strokeStyle = colors.line;
  context.fillStyle = colors.faint;
  context.textAlign = 'right';
  for (const part of [0, 0.5, 1]) {
    context.fillText(bytesText(part * mostBytes), LEFT - 6, y(part * mostBytes) + 4);
    context.beginPath();
    context.moveTo(LEFT, Math.round(y(part * mostBytes)) + 0.5);
    context.lineTo(width, Math.round(y(part * mostBytes)) + 0.5);
    context.stroke();
  }
  context.textAlign = 'left';
  let keyAt = LEFT + 6;
  for (const [index, prediction] of predictions.entries()) {
    const color = colors.classes[index % colors.classes.length] ?? colors.text;
    context.strokeStyle = color;
    context.setLineDash([...(DASHES[index % DASHES.length] ?? [])]);
    context.beginPath();
    for (const { seconds, heapBytes } of prediction.points) {
      context.lineTo(LEFT + (seconds / mostSeconds) * (width - LEFT), y(heapBytes));
    }
    context.stroke();
    const name = settingText(prediction);
    context.beginPath();
    context.moveTo(keyAt, 8);
    context.lineTo(keyAt + 18, 8);
    context.stroke();
    context.fillStyle = colors.text;
    context.fillText(name, keyAt + 22, 12);
    keyAt += 40 + context.measureText(name).width;
  }
  context.setLineDash([]);
}
