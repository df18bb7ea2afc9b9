import { useLayoutEffect, useRef, useState } from 'react';

/** The narrowest chart that can still be read. */
const LEAST_PX = 240;

/** Charts are drawn for the width that there is, and anew when it changes. */
export function useWidth() {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(LEAST_PX);
  useLayoutEffect(() => {
    const box = ref.current;
    if (!box) return undefined;
    const measure = () => setWidth(Math.max(LEAST_PX, Math.floor(box.getBoundingClientRect().width)));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    return () => observer.disconnect();
  }, []);
  return { ref, width };
}
