import { DomainError } from '../platform/http/domain-error.js';

/** Throws a 409 for an area that has ended: nothing new goes into it. */
export function refuseClosed(area: { name: string; closedOn: string | null }): void {
  if (area.closedOn === null) return;
  throw new DomainError(
    'area-closed',
    `Địa bàn “${area.name}” đã kết thúc ngày ${area.closedOn.split('-').reverse().join('/')}; hãy dùng địa bàn mới.`,
    409,
  );
}
