import type { ServiceDefinition } from '../definition.ts'
import { both } from './both.ts'

export const roles = {
  requester: {
    label: both('Requester', '提单人'),
    description: both('Raises and follows own tickets.', '提交并跟踪自己的工单。'),
  },
  account_admin: {
    label: both('Account administrator', '客户管理员'),
    description: both(
      'Sees to every ticket, the contract and the statements of the account.',
      '管理本客户的全部工单、合同和对账单。',
    ),
  },
  account_auditor: {
    label: both('Account auditor', '客户审计员'),
    description: both('Reads everything of the account and changes nothing.', '可查看本客户的全部资料，不可修改。'),
  },
  partner: {
    label: both('Partner', '合作伙伴'),
    description: both('Raises tickets on behalf of the accounts it serves.', '代所服务的客户提交并跟踪工单。'),
  },
  agent: {
    label: both('Agent', '服务人员'),
    description: both('Works on tickets of its teams.', '处理所在团队的工单。'),
  },
  lead: {
    label: both('Lead', '团队负责人'),
    description: both('Assigns, changes priorities, answers complaints.', '分配工单、调整优先级、处理投诉。'),
  },
  manager: {
    label: both('Manager', '部门经理'),
    description: both('Answers for its departments, reports and contracts.', '负责所辖部门、报告与合同。'),
  },
  auditor: {
    label: both('Auditor', '审计员'),
    description: both('Reads everything and changes nothing.', '可查看全部资料，不可修改。'),
  },
  admin: {
    label: both('Administrator', '管理员'),
    description: both('Keeps the service definition, people and keys.', '维护服务定义、人员与密钥。'),
  },
} as const satisfies ServiceDefinition['roles']

export const jobProfiles = [
  { id: 'project_manager', role: 'manager', label: both('Project manager', '项目经理') },
  { id: 'developer', role: 'agent', label: both('Developer', '开发人员') },
  { id: 'tester', role: 'agent', label: both('Tester', '测试人员') },
  { id: 'technical_support', role: 'agent', label: both('Technical support', '技术支持人员') },
  { id: 'trainer', role: 'agent', label: both('Trainer', '培训人员') },
  { id: 'technical_writer', role: 'agent', label: both('Technical writer', '文档人员') },
  { id: 'coordinator', role: 'lead', label: both('Coordinator', '协调人员') },
] as const satisfies ServiceDefinition['jobProfiles']

export const skills = [
  { id: 'database', label: both('Databases and backups', '数据库与备份') },
  { id: 'network', label: both('Hardware and network', '硬件与网络') },
  { id: 'integration', label: both('Interfaces', '接口对接') },
  { id: 'performance', label: both('Performance', '性能优化') },
  { id: 'upgrade', label: both('Upgrades and migrations', '升级与迁移') },
  { id: 'security', label: both('Security', '信息安全') },
  { id: 'teaching', label: both('Training', '培训') },
  { id: 'billing', label: both('Billing', '费用结算') },
] as const satisfies ServiceDefinition['skills']

export const teams = [
  {
    id: 'management',
    layer: 'management',
    label: both('Management', '管理层'),
    description: both('Answers for the service as a whole.', '对整体服务负责。'),
  },
  {
    id: 'service',
    layer: 'department',
    under: 'management',
    label: both('Service department', '服务部'),
    description: both('Everybody whom customers meet first.', '直接面向客户的部门。'),
  },
  {
    id: 'engineering',
    layer: 'department',
    under: 'management',
    label: both('Engineering department', '研发部'),
    description: both('Everybody who builds the product.', '负责产品研发的部门。'),
  },
  {
    id: 'customer_service',
    layer: 'team',
    under: 'service',
    line: 1,
    label: both('Customer service', '客户服务'),
    description: both(
      'First line: takes in, answers what is routine, keeps in touch.',
      '一线：受理、解答常见问题、保持沟通。',
    ),
  },
  {
    id: 'technical_support',
    layer: 'team',
    under: 'service',
    line: 2,
    label: both('Technical support', '技术支持'),
    description: both('Second line: guidance, diagnosis, repair.', '二线：指导、诊断、修复。'),
  },
  {
    id: 'product_support',
    layer: 'team',
    under: 'engineering',
    line: 3,
    label: both('Product support', '产品支持'),
    description: both('Third line: function, performance, new features.', '三线：功能、性能与新特性。'),
  },
  {
    id: 'research',
    layer: 'team',
    under: 'engineering',
    label: both('Research', '市场与研究'),
    description: both('Feedback and market.', '收集反馈，研究市场。'),
  },
  {
    id: 'security',
    layer: 'specialist',
    under: 'product_support',
    label: both('Security team', '安全团队'),
    description: both('Alone sees security holes, and closes them.', '安全漏洞仅由其查看和处理。'),
  },
] as const satisfies ServiceDefinition['teams']
