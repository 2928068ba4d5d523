package cobra

import (
	"io"
	"testing"
)

func proofCommand() *Command {
	root := &Command{Use: "app", Short: "does things", Example: "  app run", Run: emptyRun}
	child := &Command{Use: "run", Short: "runs", Run: emptyRun}
	child.Flags().StringP("file", "f", "", "a file")
	child.Flags().StringP("directory", "d", "", "a directory")
	_ = child.MarkFlagFilename("file", "json", "yaml")
	_ = child.MarkFlagDirname("directory")
	child.Flags().SetAnnotation("directory", BashCompSubdirsInDir, []string{"themes"})
	root.AddCommand(child)
	root.SetOut(io.Discard)
	root.SetErr(io.Discard)
	return root
}

func BenchmarkProofActiveHelp(b *testing.B) {
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		AppendActiveHelp(nil, "one more argument")
	}
}

func BenchmarkProofBashCompletion(b *testing.B) {
	root := proofCommand()
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		if err := root.GenBashCompletion(io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkProofSuggestion(b *testing.B) {
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		ld("completion", "compeltion", true)
	}
}

func BenchmarkProofHelp(b *testing.B) {
	root := proofCommand()
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		if err := root.Help(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkProofCompletionLog(b *testing.B) {
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		CompDebugln("looked at the flags", false)
	}
}

func BenchmarkProofSettingName(b *testing.B) {
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		configEnvVar("my-app", configEnvVarSuffixDescriptions)
	}
}
