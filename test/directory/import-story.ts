import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImportRowView, ImportView } from '../../src/directory/import/import.schema.js';
import type { TestApp } from '../support/app.js';
import { eventually } from '../support/eventually.js';

/** What an admin does with a list, over HTTP. */
export class ImportStory {
  constructor(private readonly app: TestApp) {}

  async area(
    name: string,
    level: 'commune' | 'neighbourhood' = 'commune',
    parentId?: string,
  ): Promise<string> {
    const answer = await this.app.api('/areas', {
      method: 'POST',
      as: 'admin',
      body: { name, level, parentId },
    });
    return answer.body.id;
  }

  /** Hands a file in; the area goes after the file, as a browser may send it. */
  async upload(areaId: string | undefined, content: string | Uint8Array, name = 'danh sách.xlsx') {
    const form = new FormData();
    form.append('file', new Blob([content as string]), name);
    if (areaId !== undefined) form.append('areaId', areaId);
    return this.app.api('/imports', { method: 'POST', as: 'admin', body: form });
  }

  /** Hands a file in and waits until it is read, or refused. */
  async read(areaId: string, content: string | Uint8Array, name?: string): Promise<ImportView> {
    const { body, status } = await this.upload(areaId, content, name);
    if (status !== 202) throw new Error(`${status} ${JSON.stringify(body)}`);
    return this.until(body.id, ['ready', 'failed']);
  }

  async commit(id: string): Promise<ImportView> {
    await this.app.api(`/imports/${id}/commit`, { method: 'POST', as: 'admin' });
    return this.until(id, ['committed', 'ready']);
  }

  async import(areaId: string, content: string | Uint8Array): Promise<ImportView> {
    return this.commit((await this.read(areaId, content)).id);
  }

  async undo(id: string) {
    const answer = await this.app.api(`/imports/${id}/undo`, { method: 'POST', as: 'admin' });
    return answer.status === 202 ? this.until(id, ['undone', 'committed']) : answer.body;
  }

  async rows(id: string, query = ''): Promise<ImportRowView[]> {
    return (await this.app.api(`/imports/${id}/rows?limit=500${query}`, { as: 'admin' })).body.items;
  }

  async households(
    areaId: string,
  ): Promise<
    {
      id: string;
      headName: string;
      areaId: string;
      areaName: string;
      address: string;
      contacts: { phone: string }[];
    }[]
  > {
    return (await this.app.api(`/households?areaId=${areaId}&limit=500`, { as: 'admin' })).body.items;
  }

  /** Names of files that lie in the folder for uploads. */
  async leftFiles(): Promise<string[]> {
    return readdir(join(this.app.config.DATA_DIR, 'uploads')).catch(() => []);
  }

  until(id: string, statuses: string[]): Promise<ImportView> {
    return eventually(
      async () => {
        const { body } = await this.app.api<ImportView>(`/imports/${id}`, { as: 'admin' });
        return statuses.includes(body.status) ? body : null;
      },
      { timeoutMs: 60_000 },
    ) as Promise<ImportView>;
  }
}
