package attribution

import (
	"strings"
	"sync"
)

// Given names by gender, the common ones of English news; they only help to
// match pronouns and to tell people from places. What is missing is learnt
// from titles and left open otherwise.
const (
	maleGiven = `anton andrei andres ante ansel bartosz bastian bjorn bogdan branko cem dario darko davide dirk dragan duarte eero einar emil emre enrique enzo erdogan ernesto esteban
		fabio farid federico filip florian gabriel georg gianni giorgio giovanni goran gunnar gustavo hakan hamid hamza hans hassan heinrich helmut henrik hiroshi hugo hussein igor ilya imran ivan
		jacques jakob jakub jan-erik janos javier joao joaquin jonas jorge jose josef juan jukka julio jurgen kamal karim karl kasper kemal kenji khalid klaus kofi krzysztof lars laszlo lorenzo
		luca luis lukas magnus mahmoud manuel marcel marco mario marko mateo matei matteo mehmet miguel mihai mikhail milan milos mohamed mohammad mohammed muhammad murad mustafa narendra nikola nikolai
		olaf oleg omar oscar osman otto pablo paolo pavel pedro pierre piotr rafael raj rajesh ramon rashid ravi reza ricardo roberto rodrigo roman salman samir sanjay sergei sergio
		shinzo slobodan stefan stefano sven takeshi tariq tomas tomasz umar uwe vijay viktor vladimir volodymyr wim wojciech yann yusuf zoltan
		aaron adam ahmed al alan albert alex alexander alfred ali allen andre andrew andy anthony antonin antonio arnold arthur
		asif ashton barack barney barry ben benjamin bernard bernie bill billy bob bobby boris brad brandon brent brett brian bruce bryan
		carl carlos charles charlie chris christopher chuck clarence claude clint colin corey cory craig curt dan daniel darren dave
		david dean denis dennis derek diego dimitri dmitri dmitry don donald donnie doug douglas duncan dwight ed eddie edward edwin eli elijah
		elon emmanuel eric erick ernest ethan eugene evan felix fernando francis francisco franco frank fred frederick gary gavin
		gene geoff geoffrey george gerald gerry gilbert glenn gordon graham grant greg gregory guy harold harry harvey hassan
		henry herbert herman howard hugh hugo hussein ian ibrahim igor isaac ishaq ivan jack jacob jake jamal james jamie
		jared jason javad javier jay jeb jeff jefferson jeffrey jeremy jerome jerry jesse jim jimmy joe joel joey john johnny jon jonathan jordan
		jorge jose joseph josh joshua juan julian justin karl keith ken kenneth kevin kim kirk kris kurt kyle lamar larry lawrence
		lee len leo leon leonard lewis liam lincoln lindsey lou louis lucas luis luke malcolm marc marco marcus mario mark marlon marshall martin
		marty marvin mateo matt matteo matthew maurice max mel michael miguel mike mitch mitt mohamed mohammad mohammed moshe muhammad narendra nate nathan
		neil newt nicholas nick nicolas nigel noah noel norman oleg oliver omar orrin oscar otis owen pablo pat patrick
		paul pedro perry pete peter phil philip phillip pierre rafael rahul raj rajiv ralph rand randy raul ray raymond reince rex ricardo
		richard rick ricky rob robert roberto robin rod rodney rodrigo roger roland ron ronald ronnie ross roy ruben rudolph rudy russ russell ryan sam samuel
		scott sean sebastian sergei sergey seth shane shaun shehbaz sheldon simon spencer stan stanley stephen steve steven stuart
		ted terrence terry theodore thomas tim timothy todd tom tommy tony travis trevor trey tucker tyler vernon victor vincent
		vinay vladimir wade walter warren wayne wes wesley will willard william willie winston wolf xavier xi zachary ahmad anil ankur arvind ashok
		bashar bilal colm costa deepak enda faisal hamid imran ingmar joaquim karim khalid kofi lars magnus mahmoud mehmet mustafa
		nasser olaf osama rashid recep salman shinzo sven tariq tunde umar viktor volodymyr yusuf zhang wang li`
	femaleGiven = `agata agnieszka aisha alicja amina amira anastasia andrea-maria anika anja anneke annika asha asma astrid ayesha birgit bozena carmela chiara claudia daniela dilara dorota elif elisa
		fatma federica fernanda francesca frida gabriela giulia gudrun hana heike ilse ines ingeborg ingrid irina ivana jadwiga jana jasmin joana johanna jolanta karin katarina katarzyna katja
		khadija lakshmi larissa leila ligia lucia lucie ludmila luisa magdalena malgorzata manuela margit margarita maren mariana marta martina meera mercedes merve milena mirela monika
		nadezhda natalia natasha noor nuria oksana olena petra pilar radhika renata renske rosaria saskia sigrid silvia simona sofie solveig svetlana swati tatiana teresa ulrike
		valentina valeria veronika wiebke yulia yuki zeynep zofia
		abby abigail adele agnes aisha alexandra alexis alice alicia alison allison amanda amber amelia amina amy ana andrea angela angelina
		anita ann anna anne annie anita april arianna ashley audrey ava barbara beatrice becky bella beth betsy betty beverly bianca
		bonnie brenda bridget brittany brooke camila candice carla carly carmen carol carole caroline carolyn cassandra catherine cathy
		cecile charlotte chelsea cheryl christina christine cindy claire clara claudia cleo colleen condoleezza connie courtney crystal
		cynthia daisy dana danielle dawn debbie deborah debra denise diana diane dianne dina dolores donna dora doris dorothy edith eileen elaine
		eleanor elena elisabeth elise elizabeth ella ellen emily emma erica erin esther ethel eva eve evelyn farah fatima faith fiona florence
		frances gabby gabriela gail gina ginger gloria grace gretchen gwen haley hannah harriet hauwa heather heidi helen helena hillary holly hope huma ida ines ingrid irene iris
		isabel ivana ivanka jackie jacqueline jan jane janet janice jean jeanne jen jenna jennifer jenny jessica jill jo joan joanna joanne jodi joni
		josephine joy joyce juanita judith judy julia julie june kamala karen kate katherine kathleen kathryn kathy katie katrina kay kayla
		kajsa keisha kellyanne kelly kendra kerry kirsten kirstjen kristen kristin kristina laura lauren laurie leah leila lena lesley leslie lily linda lisa liz liv lois
		loretta lori lorraine louise lucy lydia lynn madeleine madeline maggie marcia margaret maria marian marie marilyn marina marion marjorie marlene
		martha mary maureen maxine maya meena meenal meg megan megyn melania melanie melinda melissa meredith mia michelle mildred mina
		miranda molly monica nadia nancy naomi natalie natasha nicole nikki nina nora norma olga olivia oprah paige pam pamela patricia patsy patty paula
		pauline peggy penelope penny pernille phyllis priya rachel ramona rebecca renee rhonda rita roberta robin rosa rosalind rose rosemary roxanne ruth sabrina
		sally samantha sandra sara sarah sasha savannah shannon sharon sheila shelly sherry shirley signe simone sofia sonia sonya sophia sophie stacey
		stacy stella stephanie sue susan susana suzanne sylvia szabo tamara tammy tanya tara teresa terri theresa tiffany tina tracey tracy
		ursula usha valerie vanessa vera veronica vicki victoria viola virginia vivian wanda wendy whitney winnie yolanda yvonne zara zoe angie
		aoife beata bronwyn dilma ebony eimear elsa freya greta hilde ingeborg jacinda katya leonie mette nadine niamh olena rania sana sunita xiomara yasmin zainab`
)

// Titles that stand before a name; the value is the gender they tell.
var titleWords = sync.OnceValue(func() map[string]int8 {
	m := map[string]int8{}
	for _, w := range strings.Fields(`president vice-president minister prime secretary senator sen sen. sens. senators rep rep. reps. representative representatives
		congressman congresswoman gov gov. governor mayor judge justice chief general gen gen. lt lt. col col. colonel maj maj. major capt capt. captain
		sgt sgt. sergeant adm adm. admiral dr dr. doctor prof prof. professor pope bishop archbishop cardinal rev rev. reverend pastor father
		imam rabbi sheikh ayatollah chancellor premier speaker leader chairman chairwoman chairperson chair director ambassador envoy
		attorney commissioner councilman councilwoman councillor deputy assistant sheriff officer detective lieutenant commander
		spokesman spokeswoman spokesperson ceo coach host anchor candidate nominee actor actress author singer analyst economist
		professor lawyer strategist pollster correspondent reporter columnist editor publisher activist former ex-president ex-mayor ex-governor acting
		interim u.s. us united states state states' foreign defense defence treasury interior education energy health home finance external affairs
		majority minority whip republican democratic democrat gop conservative liberal labour labor tory russian american british chinese french german
		israeli iranian iraqi syrian turkish ukrainian indian pakistani mexican canadian japanese korean european
		hungarian polish italian spanish portuguese dutch swedish norwegian danish finnish greek egyptian saudi nigerian kenyan australian brazilian
		argentine colombian venezuelan cuban austrian swiss belgian irish scottish welsh afghan palestinian lebanese jordanian vietnamese
		thai indonesian malaysian filipino bangladeshi nepali czech romanian bulgarian serbian croatian
		mr mr. mrs mrs. ms ms. miss sir lord lady dame king queen prince princess senor mme mme. madame m. mister
		executive press national security adviser advisor campaign manager communications deputy undersecretary superintendent inspector constable
		retired intelligence commerce transportation co-host co-chair co-chairman co-founder founder owner vice principal dean union house senate white parliament
		pm pakistan india america britain russia china israel iran france germany ukraine turkey japan inspector-general secretary-general attorney-general lieutenant-governor sens messrs first trooper special agent staff`) {
		m[w] = 0
	}
	for _, w := range strings.Fields(`mr mr. sir lord king prince congressman chairman councilman spokesman pope father mister actor bishop cardinal imam rabbi ayatollah sheikh`) {
		m[w] = male
	}
	for _, w := range strings.Fields(`mrs mrs. ms ms. miss lady dame queen princess congresswoman chairwoman councilwoman spokeswoman mme mme. madame actress`) {
		m[w] = female
	}
	return m
})

const (
	male   int8 = 1
	female int8 = -1
)

var givenNames = sync.OnceValue(func() map[string]int8 {
	m := map[string]int8{}
	for _, w := range strings.Fields(maleGiven) {
		m[w] = male
	}
	for _, w := range strings.Fields(femaleGiven) {
		if m[w] == male {
			m[w] = 2 // either
		} else if m[w] == 0 {
			m[w] = female
		}
	}
	return m
})

// bodyWords end or begin the names of organisations.
var bodyWords = wordSet(`department ministry committee commission council court congress senate house parliament government administration campaign
	university college school institute institution foundation association union federation league party police force army navy corps
	bank fund group company corporation corp corp. inc inc. ltd ltd. llc plc co co. agency bureau office authority board center centre club team
	times post journal news tribune herald guardian telegraph gazette magazine network channel radio television tv press media
	nations states kingdom project alliance coalition society trust service services organization organisation network caucus
	conference assembly tribunal embassy hospital church airlines airways systems industries holdings partners ports mutual watch international
	pac super-pac republicans democrats conservatives committee's data research poll survey act bill amendment law
	tower hotel street avenue road park hall square river county city town island islands airport station bridge building stadium
	library museum academy theater theatre cathedral mosque synagogue cemetery clinic laboratory festival gardens images
	forum summit program programme hurricane storm day night week war agreement treaty accord plan deal operation games cup prize award awards summit debate convention caucuses primary election`)

// neverNames are capitalised words that begin no name of a person.
var neverNames = wordSet(`monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
	october november december the a an this that these those he she it they we i you his her its their our my your who what when where why how
	if but and or nor so yet for in on at by to from of with without as after before while during since until under over between among
	about against despite according however meanwhile later earlier then now there here also still even just only not no yes
	many most some all both each every several few other others another one two three four five six seven eight nine ten
	asked speaking updated related photo image video read watch editor's note more breaking exclusive analysis opinion update
	islam muslim muslims christian christians jewish jews catholic catholics god christmas easter english spanish latino latinos
	hispanic black blacks white whites asian african europe america africa asia americans american russia russian china chinese
	republican republicans democrat democrats democratic gop congress senate house internet twitter facebook google instagram youtube x
	although though because instead perhaps maybe once well ok okay oh last next first second third during today yesterday tomorrow tonight
	like unlike among amid following including above below upon via per than whether either neither rather such same`)

// nameParticles may stand in lower case inside a name.
var nameParticles = wordSet(`de la le du da di del della van von der den bin ibn al el ben y dos das do ter ten`)

var nameSuffixes = wordSet(`jr jr. sr sr. ii iii iv phd md esq`)

// nationalities are titles only where a full name follows: German Ortega is a
// man's name.
var nationalities = wordSet(`russian american british chinese french german israeli iranian iraqi syrian turkish ukrainian indian pakistani mexican
	canadian japanese korean european hungarian polish italian spanish portuguese dutch swedish norwegian danish finnish greek egyptian saudi nigerian kenyan australian brazilian
	argentine colombian venezuelan cuban austrian swiss belgian irish scottish welsh afghan palestinian lebanese jordanian vietnamese
	thai indonesian malaysian filipino bangladeshi nepali czech romanian bulgarian serbian croatian
	democratic republican conservative liberal labour labor white pakistan india america britain russia china
	israel iran france germany ukraine turkey japan energy health home justice judge major dean`)
