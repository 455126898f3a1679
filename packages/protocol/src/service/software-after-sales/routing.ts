import type { ServiceDefinition } from '../definition.ts'
import { both } from './both.ts'

/** Few before many: what is confidential, then what is urgent, then by the kind of work; the rest meets the first line. */
export const routing = {
  rules: [
    {
      id: 'security',
      when: { types: ['vulnerability'] },
      team: 'security',
      skills: ['security'],
      reason: both('Security problems go to the security team alone.', '安全漏洞仅由安全团队处理。'),
    },
    {
      id: 'complaints',
      when: { types: ['complaint'] },
      team: 'customer_service',
      role: 'lead',
      reason: both('Complaints go to the lead.', '投诉由团队负责人处理。'),
    },
    {
      id: 'critical',
      when: { priorities: ['critical'] },
      team: 'technical_support',
      role: 'lead',
      callIn: ['product_support'],
      reason: both(
        'Critical: senior engineers at once, with product support called in.',
        '紧急工单由资深工程师立即处理，并请产品支持协同。',
      ),
    },
    {
      id: 'strategic_urgent',
      when: { priorities: ['high'], tiers: ['strategic', 'key'] },
      team: 'technical_support',
      role: 'lead',
      reason: both(
        'High priority of an important customer goes to senior engineers.',
        '重点客户的重要工单由资深工程师处理。',
      ),
    },
    {
      id: 'data',
      when: { types: ['data_request'] },
      team: 'technical_support',
      skills: ['database'],
      reason: both(
        'Backing up and restoring needs people who know databases.',
        '数据备份与恢复由熟悉数据库的人员处理。',
      ),
    },
    {
      id: 'upgrades',
      when: { types: ['upgrade'] },
      team: 'technical_support',
      skills: ['upgrade'],
      reason: both('Upgrades are planned with technical support.', '升级与迁移由技术支持制定方案。'),
    },
    {
      id: 'interfaces',
      when: { types: ['customization'], fields: { field: 'work', is: 'integration' } },
      team: 'product_support',
      skills: ['integration'],
      callIn: ['technical_support'],
      reason: both(
        'Interfaces need both sides: product and technical support.',
        '接口对接由产品支持负责，技术支持协同。',
      ),
    },
    {
      id: 'performance',
      when: { types: ['customization'], fields: { field: 'work', is: 'performance' } },
      team: 'product_support',
      skills: ['performance'],
      reason: both('Performance is looked into by product support.', '性能优化由产品支持处理。'),
    },
    {
      id: 'new_functions',
      when: { types: ['customization'] },
      team: 'product_support',
      reason: both('New functions go to product support.', '新增功能由产品支持处理。'),
    },
    {
      id: 'repairs',
      when: { types: ['incident', 'setup'] },
      team: 'technical_support',
      reason: both('Diagnosis and repair are with technical support.', '诊断与修复由技术支持处理。'),
    },
    {
      id: 'training',
      when: { types: ['training'] },
      team: 'technical_support',
      skills: ['teaching'],
      reason: both('Training is given by technical support.', '培训由技术支持安排。'),
    },
    {
      id: 'suggestions',
      when: { types: ['suggestion'] },
      team: 'research',
      reason: both('Suggestions are weighed by research.', '建议由市场与研究团队评估。'),
    },
    {
      id: 'billing',
      when: { types: ['billing'] },
      team: 'customer_service',
      skills: ['billing'],
      reason: both('Billing is with customer service.', '费用与账单由客户服务处理。'),
    },
  ],
  otherwise: {
    team: 'customer_service',
    reason: both('What is routine meets the first line.', '常规工单由一线客户服务受理。'),
  },
} as const satisfies ServiceDefinition['routing']
