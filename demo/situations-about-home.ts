import { type Situation, situation } from './situation.ts'

/** Food, shopping, prescriptions, money, housing, getting online, home and garden. */
export const situationsAboutHome: readonly Situation[] = [
  situation(
    [22, 45],
    ['food', 'today', 'has nothing left to eat today and is paid again on Friday'],
    'My hours were cut and I am paid on Friday. I have given the little ones the last of the pasta and there is nothing for tomorrow.',
    { and: [['money', 'this week', 'has had their hours cut and is behind with the rent']] },
  ),
  situation(
    [66, 92],
    ['food', 'two days', 'cannot cook for now and has little in the house'],
    'I came out of hospital on Tuesday with my wrist in plaster and I cannot lift a pan. There is bread and some soup.',
    { and: [['prescription', 'two days', 'has come out of hospital with a bag of new tablets to be renewed']] },
  ),
  situation(
    [25, 50],
    ['food', 'two days', 'is waiting for a first benefit payment and needs food for the family'],
    'Universal Credit say five weeks. We are on week three. I have two at school and one in nappies.',
    { and: [['money', 'this week', 'is waiting for a first payment and does not know what else can be claimed']] },
  ),
  situation(
    [30, 60],
    ['food', 'this week', 'would like to join a pantry, so that the money lasts the month'],
    'It is not an emergency. It is that the last week of the month is always toast. A friend said there is a pantry you pay a bit for.',
  ),
  situation(
    [18, 30],
    ['food', 'two days', 'has just moved into an empty flat and has no food in'],
    'I have got the flat at last after the hostel but there is nothing in it, no kettle, nothing in the cupboards.',
    { and: [['home', 'this week', 'needs a kettle, a pan and a bed frame for an empty flat']] },
  ),
  situation(
    [70, 90],
    ['food', 'this week', 'is losing weight and would eat better with a hot meal brought round'],
    'Since she died I cannot be bothered to cook for one. My belt is on a new hole. A hot dinner a few times a week would do it.',
    { and: [['company', 'this week', 'eats alone every day since a wife died']] },
  ),
  situation(
    [28, 48],
    ['food', 'today', 'had the freezer fail and lost the food for the month'],
    'The freezer went off in the night and everything in it is spoiled. That was the month.',
    { and: [['home', 'this week', 'needs a freezer mended or replaced']] },
  ),
  situation(
    [40, 65],
    ['food', 'two days', 'is eating once a day so that a teenager can eat'],
    'Mum says she is not hungry but I know she is skipping so that my brother can eat. She would be cross that I wrote.',
    { askedBy: 'daughter', who: 'woman' },
  ),
  situation(
    [68, 88],
    ['food', 'two days', 'has a special diet and the usual delivery has stopped'],
    'The meals firm has closed. I am diabetic and I cannot just have anything.',
  ),

  situation(
    [72, 93],
    ['shopping', 'two days', 'cannot carry shopping up three flights while the lift is broken'],
    'The lift is out again and I am on the third floor. I can get down. It is coming up with bags.',
    { and: [['housing', 'this week', 'lives on the third floor and the lift has been broken for weeks']] },
  ),
  situation(
    [66, 88],
    ['shopping', 'this week', 'needs somebody to shop once a week after a hip operation'],
    'New hip, doing well, not allowed to lift for six weeks. I have a list and I have the money, I need the legs.',
  ),
  situation(
    [75, 94],
    ['shopping', 'two days', 'has run low on groceries and the usual helper is away'],
    'My neighbour does my shopping but she is at her sister’s for a fortnight. I did not think to ask anyone else.',
  ),
  situation(
    [30, 55],
    ['shopping', 'today', 'is ill in bed with small children and needs nappies and milk'],
    'I have flu, properly, and the baby has four nappies left. I have nobody to send.',
    { glad: 'The nappies came within the hour.' },
  ),
  situation(
    [60, 85],
    ['shopping', 'this week', 'has lost sight quickly and cannot manage the shops alone'],
    'My eyes went this autumn. I walked into a trolley in the shop and I have not been back since.',
    { and: [['online', 'no hurry', 'has lost sight and would like a phone that talks']] },
  ),
  situation(
    [78, 95],
    ['shopping', 'no hurry', 'would like somebody to go round the shops with them'],
    'She could have it delivered but she likes to choose her own apples. She only needs an arm to hold.',
    { askedBy: 'niece', who: 'woman' },
  ),
  situation(
    [25, 45],
    ['shopping', 'two days', 'is on bed rest in a pregnancy and alone in the day'],
    'The midwife says feet up until the due date. My partner is at sea until the 20th.',
    { who: 'woman' },
  ),

  situation(
    [68, 90],
    ['prescription', 'today', 'takes the last heart tablet tonight and cannot get to the chemist'],
    'I take my last tablet tonight. The chemist has it ready but the bus has stopped going past.',
    { glad: 'The tablets came before the nine o’clock news.' },
  ),
  situation(
    [70, 92],
    ['prescription', 'two days', 'needs a repeat prescription brought every month'],
    'It is every four weeks, the same bag. I used to walk down for it.',
  ),
  situation(
    [35, 60],
    ['prescription', 'today', 'is contagious and must stay in, and needs antibiotics collected'],
    'The doctor says stay in for five days, and in the same breath says collect this today.',
  ),
  situation(
    [45, 75],
    ['prescription', 'this week', 'has tablets from three places and is muddled about them'],
    'He has tablets from the hospital, the surgery and the clinic, and I do not think he is taking any of them right.',
    {
      askedBy: 'wife',
      who: 'man',
      and: [['caring', 'this week', 'is looked after by someone who is worn out and needs a break']],
    },
  ),
  situation(
    [80, 95],
    ['prescription', 'two days', 'cannot open the packets that the chemist sends'],
    'They changed the bottles. I cannot get into them, and I have gone without since Sunday.',
    { glad: 'She asked the chemist for the old lids. Nobody had thought of that.' },
  ),

  situation(
    [27, 55],
    ['money', 'this week', 'has had a bill for £900 of gas and cannot pay it'],
    'They say the meter was read wrong for two years and I owe nine hundred pounds. I have not opened the last two letters.',
    { and: [['wellbeing', 'this week', 'cannot sleep for worry about a bill']] },
  ),
  situation(
    [67, 88],
    ['money', 'no hurry', 'may be missing out on pension credit'],
    'A lady at chapel says I should be getting pension credit. I looked at the form and put it in the drawer.',
  ),
  situation(
    [20, 40],
    ['money', 'two days', 'has had their benefit stopped and has £6 until next week'],
    'They stopped it because I missed an appointment. I missed it because I was at the hospital. I have six pounds.',
    { and: [['food', 'today', 'has no food for the days until a payment is put right']] },
  ),
  situation(
    [30, 62],
    ['money', 'this week', 'owes money to several lenders and has had a letter from bailiffs'],
    'It is four loans now, each to pay the one before. There is a letter that says they will come on the 28th.',
  ),
  situation(
    [45, 66],
    ['money', 'this week', 'has stopped work through illness and does not know what to claim'],
    'Thirty-one years on the boats and now my back has gone. I have never claimed a thing. I would not know where to start.',
    { and: [['wellbeing', 'no hurry', 'has lost their work and their days with it']] },
  ),
  situation(
    [70, 90],
    ['money', 'two days', 'may have been cheated out of savings on the phone'],
    'A man from the bank rang, only I think now that he was not from the bank.',
  ),
  situation(
    [24, 50],
    ['money', 'this week', 'has a prepayment meter and has been sitting in the cold'],
    'It is the meter. It eats a fiver a day. We sit in one room with coats on until bedtime.',
    { and: [['home', 'this week', 'lives in one cold room and needs the draughts stopped']] },
  ),
  situation(
    [35, 58],
    ['money', 'no hurry', 'has to fill in a long disability form and has been refused once'],
    'Forty pages, and the last time they said no because I said that I can make a cup of tea. Once. On a good day.',
    {
      glad: 'We won the appeal. She knew what to write.',
      and: [['lift', 'no hurry', 'needs to get to an assessment across town']],
    },
  ),

  situation(
    [25, 50],
    ['housing', 'this week', 'has black mould in the children’s bedroom and the landlord does nothing'],
    'I have bleached it twelve times. The youngest has a cough that does not go. The landlord says open a window.',
    {
      glad: 'The mould is gone, and so is the cough.',
      and: [['other', 'no hurry', 'would like to know their rights as a tenant, in plain words']],
    },
  ),
  situation(
    [19, 35],
    ['housing', 'today', 'has to leave where they are staying tonight'],
    'I have been on a friend’s sofa, and her landlord has found out. It is tonight. I have a bag and my work clothes.',
  ),
  situation(
    [40, 70],
    ['housing', 'two days', 'has had no hot water for nine days'],
    'Nine days of kettles. I ring them and I am number fourteen in the queue and then it cuts off.',
    { glad: 'Hot water on the Thursday, after one call from them.' },
  ),
  situation(
    [66, 90],
    ['housing', 'no hurry', 'can no longer manage stairs and would like to move'],
    'I go up on my hands and down on my bottom. It is undignified. A flat on the ground would do me.',
    { and: [['home', 'this week', 'needs a second rail on the stairs']] },
  ),
  situation(
    [30, 55],
    ['housing', 'this week', 'has been given two months’ notice by the landlord'],
    'He is selling. He is sorry. We have lived here for eleven years, and both schools are round the corner.',
  ),
  situation(
    [22, 45],
    ['housing', 'two days', 'has a front door that does not lock after a break-in'],
    'They kicked it in on Saturday. It is held with a chair. I have not slept.',
    { and: [['wellbeing', 'this week', 'is frightened at home since a break-in']] },
  ),
  situation(
    [50, 75],
    ['housing', 'this week', 'is behind with the rent since a partner died'],
    'The tenancy was in her name, and the rent was in her head. I have had two letters and I do not understand either.',
    { and: [['company', 'no hurry', 'is on their own for the first time in forty years']] },
  ),

  situation(
    [65, 88],
    ['online', 'no hurry', 'has a tablet still in its box and would like to see the grandchildren on it'],
    'My son sent me a tablet for my birthday. It is in its box. They say that I could see the baby on it.',
    { glad: 'I saw the baby. She has his ears.' },
  ),
  situation(
    [30, 60],
    ['online', 'this week', 'has to look for work online and has neither a computer nor data'],
    'They want to see thirty hours of looking for work a week, on a computer. I have a cracked phone and the library shuts at five.',
    { glad: 'I got the job. I applied on that laptop.' },
  ),
  situation(
    [55, 80],
    ['online', 'this week', 'is locked out of e-mail and cannot reach the bank'],
    'It wants a code, and the code goes to a phone that I no longer have.',
  ),
  situation(
    [35, 50],
    ['online', 'this week', 'has three children who share one phone for homework'],
    'Three of them and one phone. The homework is all on there now. Someone is always crying.',
    { glad: 'They each have one for homework. It is quiet.' },
  ),
  situation(
    [70, 90],
    ['online', 'no hurry', 'must renew a bus pass online and has never been online'],
    'They tell me to go to a website. I told the young man that I would sooner go to the moon.',
  ),
  situation(
    [40, 65],
    ['online', 'two days', 'needs a phone to hear about a hospital date'],
    'My phone went in the harbour. The hospital rings with the date, and I am not going to hear it.',
  ),

  situation(
    [70, 92],
    ['home', 'no hurry', 'has a garden that has grown over the path'],
    'You cannot see the gate. I am not fussy about the roses, I would like the postman to be able to get in.',
    {
      glad: 'The postman waved from the step.',
      and: [['company', 'no hurry', 'would like to see somebody now and then']],
    },
  ),
  situation(
    [68, 90],
    ['home', 'this week', 'has a rail that came off the wall beside the bath'],
    'The rail came off in my hand. I have not had a bath since, only a flannel.',
    { glad: 'I had a bath. I stayed in until it went cold.' },
  ),
  situation(
    [60, 85],
    ['home', 'two days', 'has a tap that does not turn off and is on a water meter'],
    'It has dripped since last Sunday, now it runs. I am on a meter. I lie in bed and I hear the money.',
  ),
  situation(
    [35, 60],
    ['home', 'this week', 'needs a bed carried downstairs before someone comes home from hospital'],
    'Dad is let out on Thursday, and his bed has to be downstairs by then. I cannot move it by myself.',
    { and: [['caring', 'two days', 'is about to look after a father at home and needs to know what help there is']] },
  ),
  situation(
    [75, 93],
    ['home', 'today', 'is locked out of the back door with the heating controls behind it'],
    'Nan’s key has snapped in the back-kitchen door, and the boiler is in there. She has two cardigans on.',
    { askedBy: 'grandson', who: 'woman' },
  ),
  situation(
    [45, 70],
    ['home', 'no hurry', 'has light bulbs and a smoke alarm out of reach'],
    'It has beeped since August. I am not allowed on ladders, on account of the tablets.',
    { glad: 'It has stopped beeping.' },
  ),
]
