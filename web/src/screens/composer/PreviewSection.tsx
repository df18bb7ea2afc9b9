import { Button } from '@mantine/core';
import { useState } from 'react';
import { useMessages } from '../../api/preview.js';
import { useText } from '../../app/language.js';
import { useMay } from '../../app/session.js';
import { composerTexts } from '../../messages/composer.js';
import { Icon } from '../../ui/Icon.js';
import { Loaded } from '../../ui/Loaded.js';
import { showPhone } from '../../ui/phone.js';
import { TestMessage } from './TestMessage.js';

interface PreviewSectionProps {
  campaignId: string | null;
  /** Whatever changes when the campaign does. */
  version: unknown;
  /** The account that a test goes through. */
  gatewayId: string | null;
}

/** Real households one after the other, each with the message it would get. */
export function PreviewSection({ campaignId, version, gatewayId }: PreviewSectionProps) {
  const t = useText(composerTexts);
  const may = useMay();
  const messages = useMessages(campaignId, version);
  const [at, setAt] = useState(0);
  if (!campaignId)
    return (
      <p className="dim" style={{ margin: 0 }}>
        {t('preview.later')}
      </p>
    );
  return (
    <Loaded query={messages} height={180}>
      {({ pages }) => {
        const all = pages.flatMap((page) => page.items);
        const index = Math.min(at, all.length - 1);
        const item = all[index];
        if (!item) return <p style={{ margin: 0 }}>{t('preview.nobody')}</p>;
        const isLast = index === all.length - 1 && !messages.hasNextPage;
        return (
          <div className="stack tight">
            <div className="row spread">
              <div>
                <span className="strong">{item.headName}</span>
                <span className="dim">
                  {' · '}
                  {item.areaName}
                  {item.phone && ` · ${showPhone(item.phone)}`}
                </span>
              </div>
              <div className="row">
                <Button
                  variant="default"
                  aria-label={t('preview.before')}
                  disabled={index === 0}
                  onClick={() => setAt(index - 1)}
                >
                  <Icon name="back" size={20} />
                </Button>
                <span className="figures" aria-live="polite">
                  {t('preview.at', { at: index + 1 })}
                </span>
                <Button
                  variant="default"
                  aria-label={t('preview.next')}
                  disabled={isLast}
                  loading={messages.isFetchingNextPage}
                  onClick={() => {
                    if (index === all.length - 1) void messages.fetchNextPage();
                    setAt(index + 1);
                  }}
                >
                  <Icon name="next" size={20} />
                </Button>
              </div>
            </div>
            {item.skipReasonLabel ? (
              <p className="note warn" style={{ margin: 0 }}>
                {t('preview.skipped', { why: item.skipReasonLabel })}
              </p>
            ) : (
              <p className="message" style={{ margin: 0, maxWidth: '46ch' }}>
                {item.text}
              </p>
            )}
            <span className="dim figures">{t('variant.parts', { parts: item.parts })}</span>
            {gatewayId !== null && may('gateway:test') && (
              <TestMessage gatewayId={gatewayId} text={item.text} />
            )}
          </div>
        );
      }}
    </Loaded>
  );
}
