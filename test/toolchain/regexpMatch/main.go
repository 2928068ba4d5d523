// Regexpmatch reads patterns and texts, and says which text each pattern matches.
package main

import (
	"encoding/json"
	"log"
	"os"
	"regexp"
)

func main() {
	var question struct{ Patterns, Texts []string }
	if err := json.NewDecoder(os.Stdin).Decode(&question); err != nil {
		log.Fatal(err)
	}
	answers := []string{}
	for _, pattern := range question.Patterns {
		rx, err := regexp.Compile(pattern)
		if err != nil {
			answers = append(answers, "refused")
			continue
		}
		answer := ""
		for _, text := range question.Texts {
			if rx.MatchString(text) {
				answer += "1"
			} else {
				answer += "0"
			}
		}
		answers = append(answers, answer)
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		log.Fatal(err)
	}
}
