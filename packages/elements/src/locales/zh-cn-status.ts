import type { ComponentStatus, OverallState } from '@aftercare/protocol/status'
import type { StatusWords } from './words.ts'

export default {
  tag: 'zh-CN',
  justNow: '刚刚',
  states: {
    operational: '所有系统运行正常',
    maintenance: '正在维护',
    notice: '有事件正在处理',
    minor: '轻微影响',
    major: '重大影响',
    critical: '严重中断',
  } satisfies Record<OverallState, string>,
  loading: '正在读取状态……',
  unread: '暂时无法读取服务状态。',
  readAt: (when: string) => `${when}更新`,
  stale: (when: string) => `暂时无法刷新，以下内容读取于${when}。`,
  again: '重试',
  andMore: (more: number) => `+${more}`,

  incidents: '事件',
  maintenances: '维护',
  components: '系统',
  componentStates: {
    operational: '正常',
    under_maintenance: '维护中',
    degraded_performance: '性能下降',
    partial_outage: '部分中断',
    major_outage: '中断',
    unknown: '未知',
  } satisfies Record<ComponentStatus | 'unknown', string>,
  impacts: {
    none: '无影响',
    minor: '轻微影响',
    major: '重大影响',
    critical: '严重影响',
  } as Partial<Record<string, string>>,
  steps: {
    investigating: '排查中',
    identified: '已找到原因',
    monitoring: '观察中',
    resolved: '已解决',
    scheduled: '已计划',
    in_progress: '进行中',
    verifying: '验证中',
    completed: '已完成',
  } as Partial<Record<string, string>>,
  since: (when: string) => `始于${when}`,
  concerns: (names: string) => `涉及${names}`,
  earlier: (updates: number) => `此前的${updates}条更新`,
  page: (at: string) => (at ? `${at}状态页` : '状态页'),
} satisfies StatusWords
