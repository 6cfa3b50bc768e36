import { type Situation, situation } from './situation.ts'

/** Lifts, company, caring, wellbeing and what fits nowhere else. */
export const situationsAboutCare: readonly Situation[] = [
  situation(
    [70, 92],
    ['lift', 'two days', 'needs a lift to the eye clinic on Thursday morning and home again'],
    'They put drops in, so I cannot drive after. It is two buses each way, and I would not see the second one.',
  ),
  situation(
    [40, 75],
    ['lift', 'this week', 'has treatment at the hospital five days a week for three weeks'],
    'It is fifteen trips. My friend can do Mondays. A taxi is £34 and I am off sick.',
    { and: [['money', 'this week', 'is off sick and may claim for travel to hospital']] },
  ),
  situation(
    [75, 94],
    ['lift', 'two days', 'has missed two blood tests because there is no way to get there'],
    'I have missed two. They send a letter that says I did not attend. I did not attend because there is no bus on a Tuesday.',
    { and: [['prescription', 'this week', 'needs tablets brought once the blood test is done']] },
  ),
  situation(
    [66, 90],
    ['lift', 'no hurry', 'would like to visit a husband in a care home twice a week'],
    'We have been married for fifty-four years and he is six miles away. I see him when my son can get a day off.',
    { glad: 'We held hands the whole visit. Thank you for that.', who: 'woman' },
  ),
  situation(
    [25, 45],
    ['lift', 'today', 'needs to get a child to the hospital this afternoon'],
    'They want him seen at four and I do not drive. They said not by bus, with his temperature.',
  ),
  situation(
    [68, 88],
    ['lift', 'this week', 'needs to get to a funeral out of town'],
    'My sister’s funeral is next Friday. I could not bear to ask the family, they have enough to do.',
    { glad: 'I got to say goodbye to my sister.' },
  ),
  situation(
    [80, 95],
    ['lift', 'this week', 'needs transport that takes a wheelchair to a memory clinic'],
    'The ambulance people say that he is not ill enough for them, and the taxi people say the chair is too wide.',
    { askedBy: 'wife', who: 'man' },
  ),
  situation(
    [60, 82],
    ['lift', 'no hurry', 'lives where the bus stopped and has not been to town for weeks'],
    'Since they took the 14 off, I have been to town once, and that was for the dentist. I used to go every Wednesday.',
    { and: [['company', 'no hurry', 'sees hardly anyone since the bus stopped']] },
  ),

  situation(
    [76, 95],
    ['company', 'this week', 'has spoken to nobody since last week'],
    'You are the first person I have talked to since Thursday, love, and I only rang about the bins.',
    { and: [['online', 'no hurry', 'would like to learn to make video calls']] },
  ),
  situation(
    [70, 90],
    ['company', 'no hurry', 'would like a regular visitor to play dominoes or talk'],
    'I am a good listener and I have dominoes. I can tell you about the herring fleet.',
    { glad: 'He comes on Wednesdays. I have beaten him eleven times.' },
  ),
  situation(
    [25, 40],
    ['company', 'this week', 'is new here with a baby and knows nobody'],
    'We moved here for his job, and he is gone from six until seven. The baby is lovely, but she is not a talker.',
    { and: [['wellbeing', 'this week', 'is alone with a baby all day and low']] },
  ),
  situation(
    [68, 85],
    ['company', 'this week', 'has not left the house since losing a wife in the summer'],
    'Dad has not been out since the funeral. He says that he is fine. He has stopped shaving.',
    {
      askedBy: 'son',
      who: 'man',
      glad: 'Dad shaved.',
      and: [['wellbeing', 'this week', 'is grieving and has let everything go']],
    },
  ),
  situation(
    [45, 65],
    ['company', 'no hurry', 'works nights and would like to meet people in the day'],
    'Everybody I know is asleep when I am awake. I walk round the harbour and nod at people.',
  ),
  situation(
    [82, 97],
    ['company', 'this week', 'is nearly blind and would like somebody to read aloud'],
    'I used to read three books a week. The talking ones are all right but they do not stop for a chat.',
  ),
  situation(
    [55, 75],
    ['company', 'no hurry', 'has just retired and feels that the days are long'],
    'I gave it forty years, and they gave me a clock. I watch it.',
  ),
  situation(
    [19, 28],
    ['company', 'this week', 'left care last year and has no family to turn to'],
    'I am all right on my own, I am used to it. It is Sundays.',
  ),
  situation(
    [72, 90],
    ['company', 'no hurry', 'would like a phone call once a week'],
    'I would not want anyone to come, the house is not fit. A ring on a Monday, that is all.',
    { glad: 'The phone rings on a Monday and I know that it is for me.' },
  ),

  situation(
    [45, 70],
    ['caring', 'this week', 'looks after a mother day and night and needs some hours off'],
    'I have not had a night through since Easter. I love her to bits. I lock myself in the bathroom to have a cry.',
    { and: [['money', 'no hurry', 'looks after a parent and has never claimed for it']] },
  ),
  situation(
    [35, 55],
    ['caring', 'this week', 'has a son who cannot be left and needs someone for the school holidays'],
    'He needs someone with him all the time and the club has closed. I have used all my leave.',
  ),
  situation(
    [70, 88],
    ['caring', 'two days', 'looks after a husband, has hurt their back, and cannot lift him'],
    'I am seventy-nine and I have put my back out getting him up. We managed this morning. I do not know about tonight.',
    { and: [['lift', 'this week', 'has a bad back and needs to get to the surgery']] },
  ),
  situation(
    [13, 18],
    ['caring', 'this week', 'looks after a parent before and after school'],
    'One of our Year 10s gets her mum up, does breakfast for the little ones and is late every day. She has never told anyone.',
    { askedBy: 'teacher', who: 'woman', glad: 'She has been on time all week, and she has a friend in the group.' },
  ),
  situation(
    [50, 75],
    ['caring', 'no hurry', 'has a husband newly told he has dementia and would like to know what is coming'],
    'They gave us a leaflet and six months. I would like to talk to somebody who has done it.',
  ),
  situation(
    [30, 48],
    ['caring', 'two days', 'goes into hospital on Monday and has nobody for the children after school'],
    'I go in on Monday for two nights. It is only the hours from three until six, their aunt comes after work.',
    { and: [['shopping', 'this week', 'comes home from hospital and will not be able to shop']] },
  ),

  situation(
    [25, 60],
    ['wellbeing', 'this week', 'lost a job, sleeps badly and worries all the time'],
    'I wake at three and do sums. I have not told my wife that it is as bad as it is.',
    {
      glad: 'I told my wife.',
      who: 'man',
      and: [['money', 'this week', 'has lost a job and does not know how to pay the rent']],
    },
  ),
  situation(
    [60, 85],
    ['wellbeing', 'this week', 'is grieving and would like to talk to someone who is not family'],
    'Everyone has been very good. I do not want to keep crying on my daughter, she has lost her too.',
  ),
  situation(
    [18, 26],
    ['wellbeing', 'two days', 'has stopped going to college and stays in bed'],
    'She says nothing is the matter. She has not been in for three weeks and she used to love it.',
    { askedBy: 'mother', who: 'woman' },
  ),
  situation(
    [27, 42],
    ['wellbeing', 'this week', 'has felt low since a baby was born'],
    'Everyone asks about the baby. I say we are both doing well, and it is half true.',
    { who: 'woman' },
  ),
  situation(
    [40, 65],
    ['wellbeing', 'no hurry', 'has stopped drinking and would like company that keeps it so'],
    'Seven weeks. The hard part is six o’clock. Everyone I know is in the same place at six o’clock.',
  ),
  situation(
    [65, 80],
    ['wellbeing', 'no hurry', 'is anxious about going out after a fall'],
    'I fell outside the post office in front of everybody. I know that it is silly. I get as far as the gate.',
    {
      glad: 'I have been past the gate. As far as the corner.',
      and: [['shopping', 'this week', 'is afraid to go to the shops after a fall']],
    },
  ),

  situation(
    [30, 60],
    ['other', 'this week', 'has a letter in English that they do not understand'],
    'I have a letter with a red line at the top. My English is for talking, not for letters.',
    { glad: 'They read it to me, and it was good news.' },
  ),
  situation(
    [65, 88],
    ['other', 'this week', 'goes into hospital and has nobody to feed two cats'],
    'I will not go in if there is nobody for the cats. I have told them so.',
    { glad: 'The cats are fat.' },
  ),
  situation(
    [40, 70],
    ['other', 'no hurry', 'would like to sort out a lasting power of attorney'],
    'We keep saying we will do it and then it is Christmas.',
    { glad: 'It is signed and in the drawer.' },
  ),
  situation(
    [24, 45],
    ['other', 'two days', 'needs a school uniform before Monday'],
    'He starts on Monday, and he has grown out of all of it. It is £90 for a blazer with a bird on it.',
    { glad: 'He went in on Monday looking like everyone else.' },
  ),
  situation(
    [50, 75],
    ['other', 'two days', 'has a neighbour’s noise every night and is afraid to complain'],
    'It goes on until four. I knocked once. I will not knock again.',
  ),
]
