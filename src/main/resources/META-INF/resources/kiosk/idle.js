// Nobody there: the screen is given to the next person with nothing left on it.

const TOUCHES = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchmove'];
const ABANDONED_AFTER = 30;
// WCAG 2.2.1: whoever reads slowly is told, and has at least 20 seconds to say so
const TOLD_BEFORE = 20;

/**
 * @param onTick called every second with the seconds left once it is time to tell, and with null when not
 * @param onAbandoned called once after 30 seconds without a touch
 */
export function watchIdle({ onTick, onAbandoned }) {
  // a test does not wait half a minute
  const limit = () => Number(document.documentElement.dataset.abandonedAfter) || ABANDONED_AFTER;
  let touched = performance.now();
  let isTold = false;
  let isAbandoned = true;

  const touch = () => {
    touched = performance.now();
    isAbandoned = false;
    if (isTold) {
      isTold = false;
      onTick(null);
    }
  };
  TOUCHES.forEach((name) => window.addEventListener(name, touch, { capture: true, passive: true }));
  setInterval(() => {
    if (isAbandoned) {
      return;
    }
    const left = Math.ceil(limit() - (performance.now() - touched) / 1000);
    if (left <= 0) {
      isAbandoned = true;
      isTold = false;
      onTick(null);
      onAbandoned();
    } else if (left <= TOLD_BEFORE) {
      isTold = true;
      onTick(left);
    }
  }, 250);
  return { touch };
}
