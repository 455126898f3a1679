/** Options that many commands have. */
export const tenantOption = { value: 'TENANT', about: 'Tenant, as in "aftercare tenant add"', required: true } as const
export const staffOption = {
  value: 'ID',
  about: 'Staff member, as in "aftercare staff list"',
  required: true,
} as const
