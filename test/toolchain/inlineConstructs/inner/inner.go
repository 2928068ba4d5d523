// Package inner is imported by middle only.
package inner

type Counter struct{ count, limit int }

func (c *Counter) Count() int { // want cost 3
	return c.count
}

func (c *Counter) Limit() int { // want cost 3
	return c.limit
}

func (c *Counter) Left() int { // want cost 9
	return c.limit - c.spent()
}

func (c *Counter) spent() int { // want cost 3
	return c.count
}

// Isolated calls Unused, and nobody calls it.
func (c *Counter) Isolated() int { // want cost 8
	return c.Unused() + 1
}

func (c *Counter) Unused() int { // want cost 3
	return c.limit
}

// Gauge is embedded in middle.
type Gauge struct{ value int }

func (g *Gauge) Value() int { // want cost 3
	return g.value
}
