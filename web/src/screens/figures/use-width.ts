import { useElementSize } from '@mantine/hooks';

/** Charts are drawn for the width that there is; before it is known, for the narrowest phone. */
export function useWidth(): { ref: (node: HTMLDivElement | null) => void; width: number } {
  const { ref, width } = useElementSize<HTMLDivElement>();
  return { ref, width: Math.max(width || 0, 240) };
}
