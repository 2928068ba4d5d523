/** What the mouse does on the timeline. Places and ways are in pixels. */
export interface MouseActions {
  readonly drag: (x: number, y: number) => void;
  readonly click: (x: number, y: number) => void;
  /** A double click. */
  readonly activate: () => void;
  /** Ctrl or Cmd and the wheel, at a place. */
  readonly zoom: (factor: number, x: number) => void;
  /** The wheel to the side. */
  readonly pan: (x: number) => void;
}

const WHEEL_ZOOM = 1.25;
/** The mouse may move that far in a click. */
const CLICK_PX = 4;

export function listenToMouse(canvas: HTMLCanvasElement, actions: MouseActions): void {
  let pressed: { readonly x: number; readonly y: number } | undefined;
  let isDragged = false;
  canvas.addEventListener('mousedown', ({ offsetX, offsetY }) => {
    pressed = { x: offsetX, y: offsetY };
    isDragged = false;
  });
  canvas.addEventListener('mousemove', ({ offsetX, offsetY, movementX, movementY, buttons }) => {
    if (pressed && buttons === 1) {
      const moved = Math.abs(offsetX - pressed.x) + Math.abs(offsetY - pressed.y);
      isDragged ||= moved > CLICK_PX;
      if (isDragged) {
        actions.drag(movementX, movementY);
      }
    }
  });
  canvas.addEventListener('click', ({ offsetX, offsetY }) => {
    if (!isDragged) {
      actions.click(offsetX, offsetY);
    }
  });
  canvas.addEventListener('dblclick', () => {
    actions.activate();
  });
  canvas.addEventListener(
    'wheel',
    (event) => {
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        actions.zoom(event.deltaY < 0 ? WHEEL_ZOOM : 1 / WHEEL_ZOOM, event.offsetX);
      } else if (event.deltaX !== 0) {
        actions.pan(event.deltaX);
      }
    },
    { passive: false },
  );
}
