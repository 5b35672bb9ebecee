/** What a person may meet, and what to do then: one sentence per refusal code. */
export const errors = {
  notFound: '这一页不在了,或者要登录才能看',
  signInFirst: '请先登录,写的东西会给您留着',
  notAllowed: '这件事要由负责的人来办',
  tooManyTries: '试的次数太多了,请过几分钟再来',
  formGone: '这张表放得太久了,请再点一次',
  required: '这里还空着,请写上',
  tooLong: '写得太长了,请分成几次说',
  pickOne: '请选一个',
  dateWrong: '日期好像不对,请写成 2026-11-20 这样',
  alreadyClosed: '这件事已经办完了',
  alreadyDone: '这一步已经有人办过了',
  photoType: '照片只收 JPG、PNG 和 WebP,苹果手机的照片请先存成 JPG',
  photoTooBig: '这张照片太大了,请选 15 MB 以内的',
  photoTooManyPixels: '这张照片的尺寸太大了,请缩小以后再发',
  photoBroken: '这张照片打不开,可能没传完,请再选一次',
  photoQueueFull: '现在传照片的人多,请过一分钟再发',
};
