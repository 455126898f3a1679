export const articleKinds = ['faq', 'manual', 'troubleshooting', 'video', 'release_note'] as const
/** Who may read it: everybody, visitors included; the people of customers; the provider's staff. */
export const articleAudiences = ['public', 'customers', 'internal'] as const
