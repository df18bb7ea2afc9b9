import type { Client } from '../../bench/support/client.js';

export interface FurnishedTrust {
  /** A propagandist in charge of an area. */
  memberId: string;
  /** A person's request about their data that is overdue. */
  requestId: string;
  /** A program that is told what happens. */
  webhookId: string;
}

interface Made {
  id: string;
}

/** The force of the commune, a request about somebody's data, a program that is told. */
export async function furnishTrust(
  admin: Client,
  communeId: string,
  householdId: string,
): Promise<FurnishedTrust> {
  const memberId = await enterForce(admin, communeId);
  const { id: requestId } = await admin.post<Made>('/data-requests', {
    areaId: communeId,
    householdId,
    kind: 'see',
    requester: 'Nguyễn Văn Năm',
    how: 'Tại bộ phận một cửa, bằng đơn',
    receivedOn: `${new Date().getFullYear()}-01-05`,
  });
  const { id: webhookId } = await admin.post<Made>('/webhook-endpoints', {
    areaId: communeId,
    name: 'Phần mềm điều hành',
    url: 'https://dieu-hanh.example.vn/nhan-bao',
    events: ['campaign.finished', 'reply.received'],
  });
  return { memberId, requestId, webhookId };
}

/** Two people: one in charge, one who stands in; answers the id of the first. */
async function enterForce(admin: Client, communeId: string): Promise<string> {
  const { items: areas } = await admin.get<{ items: Made[] }>(`/areas?parentId=${communeId}&limit=3`);
  const { items: users } = await admin.get<{ items: (Made & { username: string })[] }>('/users');
  const { id: standInId } = await admin.post<Made>('/propagandists', {
    areaId: communeId,
    fullName: 'Võ Văn Tám',
    organisation: 'Chi hội Nông dân',
    phone: '0912 345 699',
  });
  const { id } = await admin.post<Made>('/propagandists', {
    areaId: communeId,
    fullName: 'Trần Thị Hoa',
    userId: users.find(({ username }) => username === 'hoa')!.id,
    phone: '0912 345 678',
    organisation: 'Ban công tác Mặt trận ấp 1',
    inCharge: areas.slice(0, 2).map((area) => area.id),
    standIns: [{ standInId, startsOn: '2026-01-01', endsOn: '2099-12-31' }],
    trainings: [{ heldOn: '2025-09-10', topic: 'Kỹ năng tuyên truyền pháp luật', organiser: 'Sở Tư pháp' }],
    recognisedOn: '2025-08-01',
    recognition: 'QĐ 12/QĐ-UBND',
  });
  return id;
}
