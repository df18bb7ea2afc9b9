import type { EntityManager } from 'typeorm';
import { type FieldError, invalidInput } from '../platform/http/domain-error.js';
import { GatewayRow } from './gateway.entity.js';

const FIELDS = ['failoverGatewayId', 'replacedById'] as const;

/**
 * The accounts that shall stand in for one, or take its place, must be of its channel, serve its area, and not lead back
 * to it. Throws a 400 that names the fields.
 */
export async function requireStandIns(
  manager: EntityManager,
  row: GatewayRow,
  change: Partial<Pick<GatewayRow, (typeof FIELDS)[number]>>,
): Promise<void> {
  const errors: FieldError[] = [];
  for (const path of FIELDS) {
    const id = change[path];
    if (!id) continue;
    const message = await whyNot(manager, row, id);
    if (message !== null) errors.push({ path, message });
  }
  if (errors.length > 0) throw invalidInput(errors);
}

async function whyNot(manager: EntityManager, row: GatewayRow, id: string): Promise<string | null> {
  if (id === row.id) return 'một cổng không thay được cho chính nó';
  const other = await manager.findOneBy(GatewayRow, { id });
  if (!other || other.channel !== row.channel || (other.areaId !== null && other.areaId !== row.areaId))
    return 'không có cổng này cùng kênh và cùng địa bàn';
  // Approved templates belong to an OA, and people's ids in Zalo, too.
  if (row.channel === 'zalo' && (other.kind !== row.kind || oaOf(other) !== oaOf(row)))
    return 'cổng Zalo chỉ thay được bằng cổng cùng loại của cùng một OA, vì mẫu tin thuộc về OA';
  if (other.replacedById !== null) return 'cổng này đã được thay bằng cổng khác, hãy chọn cổng đó';
  return null;
}

function oaOf({ config }: GatewayRow): unknown {
  return (config as { oaId?: unknown }).oaId;
}
