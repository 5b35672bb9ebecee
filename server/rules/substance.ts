import { fold } from '#server/rules/fold.ts';

/**
 * What an answer says beside politeness. A receipt (“收到，会尽快处理”) tells nobody who does what
 * by when, so it does not stop the first clock (domain rules §8 no. 6).
 */
const POLITE = [
  '感谢您对我们工作的支持和理解',
  '感谢您的支持和理解',
  '感谢您的来信',
  '感谢您的反映',
  '感谢您的留言',
  '感谢反映',
  '感谢支持',
  '我们已经',
  '我们已',
  '我们会',
  '我们将',
  '您反映的问题',
  '您反映的情况',
  '您的问题',
  '您的留言',
  '您的诉求',
  '请您耐心等待',
  '请耐心等待',
  '请您放心',
  '请放心',
  '第一时间',
  '高度重视',
  '尽快处理',
  '尽快答复',
  '尽快回复',
  '尽快核实',
  '尽快解决',
  '及时处理',
  '正在处理',
  '正在核实',
  '正在办理',
  '转交相关部门',
  '转相关部门',
  '转交有关部门',
  '转有关部门',
  '核实处理',
  '收悉',
  '收到',
  '已阅',
  '知道了',
  '谢谢您',
  '谢谢',
  '您好',
  '你好',
  '好的',
  '处理',
  '尽快',
  '已经',
  '会',
  '已',
  '将',
  '的',
  '了',
  '我们',
  '您',
  '你',
];

/** Whether a text is only a receipt or a form letter: nothing of substance is left without it. */
export function isReceiptOnly(text: string): boolean {
  let rest = fold(text).replace(/[^\p{L}\p{N}]/gu, '');
  for (const phrase of POLITE) rest = rest.replaceAll(phrase, '');
  return [...rest].length < 4;
}
