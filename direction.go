package stemma

import "github.com/stemma-news/stemma/attribution"

func (e *engine) addDirection(p *Pair, a, b *subject, relation attribution.Relation) {}

func (e *engine) addFamilies(r *Result) {}
