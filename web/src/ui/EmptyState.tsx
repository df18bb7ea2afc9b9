import type { ReactNode } from 'react';
import { Icon, type IconName } from './Icon.js';

/** Nothing is here yet: what this place is for, and what to do first. */
export function EmptyState({
  icon,
  title,
  children,
  action,
}: {
  icon: IconName;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="card" style={{ textAlign: 'center', padding: '40px 20px' }}>
      <span className="dim">
        <Icon name={icon} size={44} />
      </span>
      <h2 style={{ fontSize: '1.25rem', margin: '12px 0 6px' }}>{title}</h2>
      {children && (
        <p className="dim" style={{ margin: '0 auto 20px', maxWidth: '44ch' }}>
          {children}
        </p>
      )}
      {action}
    </div>
  );
}
