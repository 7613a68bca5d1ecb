/// The rules of STYLE.md that a compiler cannot check, checked on the project's own files.
import Testing

@Suite struct TidyTests {
    static let linesOfSource = 300
    static let linesOfTest = 500
    static let columns = 110

    @Test func theTreeIsThere() {
        #expect(SourceTree.sources.count > 50)
        #expect(SourceTree.exists("Package.swift"))
    }

    @Test func filesAreShort() {
        expectNone(
            SourceTree.swift.compactMap { file in
                let limit = file.isIn("Sources") ? Self.linesOfSource : Self.linesOfTest
                guard file.lines.count > limit else { return nil }
                return Violation(
                    file, limit,
                    "\(file.lines.count) lines, above \(limit); move a part of it to a file of its own")
            })
    }

    @Test func linesAreShortAndClean() {
        for file in SourceTree.swift {
            for (index, line) in file.lines.enumerated() {
                if line.count > Self.columns {
                    expectNone([
                        Violation(
                            file, index + 1, "\(line.count) columns, above \(Self.columns); break the line")
                    ])
                }
                if line.last?.isWhitespace == true || line.contains("\t") {
                    expectNone([Violation(file, index + 1, "a trailing space or a tab; run `make format`")])
                }
            }
            if file.lines.last != "" || file.lines.dropLast().last == "" {
                expectNone([Violation(file, file.lines.count, "end the file with one line break")])
            }
        }
    }

    /// A reader learns from the first lines what a file is for.
    @Test func filesBeginWithWhatTheyAreFor() {
        expectNone(
            SourceTree.sources.compactMap { file in
                let first = file.lines.enumerated().first { _, line in
                    !line.isEmpty && !line.contains("import ")
                }
                guard let first, first.element.hasPrefix("///") || first.element.hasPrefix("// swift-tools")
                else {
                    return Violation(
                        file, (first?.offset ?? 0) + 1,
                        "say in a `///` sentence above this line what the file is for")
                }
                return nil
            })
    }

    @Test func nothingIsLeftUndone() {
        let marks = ["TO" + "DO", "FIX" + "ME", "HA" + "CK"]
        for file in SourceTree.swift {
            for (index, line) in file.lines.enumerated() {
                for mark in marks where line.contains(mark) {
                    expectNone([
                        Violation(file, index + 1, "\(mark): do it, or file an issue and remove the mark")
                    ])
                }
                if line.contains("fatal" + "Error(") {
                    expectNone([
                        Violation(
                            file, index + 1,
                            "write what is missing; for what can't happen say why with preconditionFailure")
                    ])
                }
            }
        }
    }

    @Test func fileNamesAreUniqueInATarget() {
        let byTarget = Dictionary(grouping: SourceTree.swift) { file in
            "\(file.folders.prefix(2).joined(separator: "/")) \(file.name)"
        }
        expectNone(
            byTarget.values.filter { $0.count > 1 }.flatMap { $0 }.map { file in
                Violation(file, 1, "another file of the target has this name; put its domain into the name")
            })
    }

    /// Only commands and benchmarks speak to the terminal; all else answers with values.
    @Test func onlyCommandsPrint() {
        for file in SourceTree.sources where !file.isIn("Sources/cassia") {
            for (word, line) in file.swift.words where word == "print" || word == "debugPrint" {
                expectNone([Violation(file, line, "only the target cassia prints; return a value instead")])
            }
        }
    }

    @Test func everyMigrationIsListedOnceAndInOrder() throws {
        let list = try #require(SourceTree.sources.first { $0.name == "Migrations.swift" })
        let names = SourceTree.sources.filter { $0.folders.last == "Migrations" && $0.name != list.name }
            .map { String($0.name.dropLast(".swift".count)) }
        let listed = list.swift.words.map(\.word).filter { $0.hasPrefix("Migration0") }
        #expect(listed.map(String.init) == names, "Migrations.swift lists each step once, oldest first")
        for (index, name) in names.enumerated() {
            #expect(
                Int(name.dropFirst("Migration".count).prefix(3)) == index + 1, "\(name): number steps 1, 2, 3"
            )
        }
    }
}

/// The reader of Swift that the other tests rest on.
@Suite struct SwiftTextTests {
    @Test func commentsAndLiteralsAreNoCode() {
        let text = SwiftText("let a = \"Double // no\" // Float\nlet b = 1")
        #expect(text.code == ["let a = \"\" ", "let b = 1"])
        #expect(text.literals.map(\.text) == ["Double // no"])
    }

    @Test func whatIsInterpolatedIsCode() {
        let text = SwiftText(#"f(zh: "共 \(g("内", Double(x))) 元", en: "\"yuan\"")"#)
        #expect(text.code == [#"f(zh: "(g("", Double(x)))", en: "")"#])
        #expect(text.literals.map(\.text) == ["内", "共  元", "\"yuan\""])
        #expect(text.literals[1].before == "f(zh: ")
    }

    @Test func rawLiteralsMayHoldQuotes() {
        let text = SwiftText(##"let a = #"say "Double" \n"#; let b = 1"##)
        #expect(text.code == ["let a = ; let b = 1"])
        #expect(text.literals.map(\.text) == [#"say "Double" \n"#])
    }

    @Test func linesAreKept() {
        let text = SwiftText("let a = \"\"\"\n    one \\\n    two\n    \"\"\"\nlet b: Fen")
        #expect(text.words.last?.word == "Fen")
        #expect(text.words.last?.line == 5)
    }

    @Test func importsAndTypesAreFound() {
        let text = SwiftText(
            "public import Core\nimport Glibc\nstruct A {\n    enum B {}\n}\nprivate enum C {}")
        #expect(text.imports.map(\.module) == ["Core", "Glibc"])
        #expect(text.topLevelTypes == ["A"])
        #expect(text.allTypes == ["A", "B", "C"])
    }
}
