/** Short words after something was done, by code. */
export const flash = {
  saved: '存好了',
  sent: '发出去了',
  signed: '签收了,时间还在走',
  receiptOnly: '记下了。这句话是套话,首次答复的时间还在走',
  answered: '答复发出去了',
  proposed: '已经请本人看了,本人点了才算办完',
  confirmed: '您说好了,这件事就算办完。谢谢您一直盯着',
  reopened: '记下了,这件事接着办',
  cosigned: '算您家一份了',
  withdrawn: '收回了',
};
