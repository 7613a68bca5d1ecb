/// `cassia policy`: rules as data, checked, tried on their cases, and decided by.
import App
import ArgumentParser
import Core
import Foundation

struct PolicyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "Policies as data: check, test, decide, ask what if. 政策即数据：检查、测试、判定、推演。",
        discussion: "docs/policy-language.md is the language they are written in.",
        subcommands: [
            PolicyCheckCommand.self, PolicyTestCommand.self, PolicyDecideCommand.self,
            PolicyReplayCommand.self, PolicyNearestCommand.self, PolicyWhatIfCommand.self,
        ])
}

/// Where policies are read from.
struct PolicyOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The folder of policies; CASSIA_POLICIES if not given, else those that came with the program.",
            valueName: "folder"))
    var policies: String?

    /// All policies; what is wrong with them goes to the standard error, line by line.
    func library() throws -> PolicyLibrary {
        let folder = policies ?? ProcessInfo.processInfo.environment["CASSIA_POLICIES"]
        do { return try PolicyLibrary(folder: folder) } catch let error as PolicyProblems {
            throw failAll(error.problems.map(\.sentence))
        }
    }
}

/// Says each on the standard error; throw the result to leave with status 1.
func failAll(_ sentences: [Sentence]) -> ExitCode {
    for sentence in sentences { _ = fail(sentence) }
    return ExitCode(1)
}

struct PolicyCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check names, units, bands, days and citations. 检查名称、单位、分档、时效与依据。",
        discussion:
            "Status 0 when all is right, 1 when something is wrong; each fault says file, line and column.")

    @OptionGroup var option: PolicyOption

    func run() throws {
        let library = try option.library()
        let (files, facts) = (library.policies.values.reduce(0) { $0 + $1.count }, library.facts.facts.count)
        let cases = library.cases.reduce(0) { $0 + $1.file.cases.count }
        let sentence = Sentence(
            zh: "检查无误：政策 \(files) 份，事实 \(facts) 项，案例 \(cases) 个。",
            en: "All is right: \(files) policies, \(facts) facts, \(cases) cases.")
        print(sentence.text(in: commandLanguage))
    }
}

struct PolicyTestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Run the cases beside the policies. 运行政策的案例。",
        discussion: "Status 0 when all cases come out as expected, else 1.")

    @OptionGroup var option: PolicyOption

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let library = try option.library()
        let results: [(file: String, result: PolicyCaseResult)]
        do { results = try library.runCases() } catch { throw failAll(error.problems.map(\.sentence)) }
        let failed = results.filter { !$0.result.isPassed }
        if json { try printJSON(PolicyTestOutput(results)) }
        let sentences = failed.flatMap { file, result in
            result.differences.map { Self.sentence($0, file, result) }
        }
        if !failed.isEmpty { throw failAll(sentences + [Self.summary(results.count, failed.count)]) }
        if !json { print(Self.summary(results.count, 0).text(in: commandLanguage)) }
    }

    private static func summary(_ all: Int, _ failed: Int) -> Sentence {
        Sentence(zh: "案例 \(all) 个，不符 \(failed) 个。", en: "Cases: \(all), failed: \(failed).")
    }

    private static func sentence(
        _ difference: PolicyCaseResult.Difference, _ file: String, _ result: PolicyCaseResult
    ) -> Sentence {
        let place = "\(file):\(difference.place.line):\(difference.place.column)"
        let (key, expected, found) = (difference.key, difference.expected, difference.found)
        return Sentence(
            zh: "\(place)：“\(result.name.zh)”的“\(key)”应为 \(expected)，得到 \(found)。",
            en: "\(place): '\(result.name.en)' expects \(key) \(expected) and gets \(found).")
    }
}

private struct PolicyTestOutput: Encodable {
    let ok: Bool
    let cases: [Case]

    struct Case: Encodable {
        let file: String
        let line: Int
        let name: [String: String]
        let passed: Bool
        let differences: [[String: String]]
    }

    init(_ results: [(file: String, result: PolicyCaseResult)]) {
        ok = results.allSatisfy(\.result.isPassed)
        cases = results.map { file, result in
            Case(
                file: file, line: result.place.line, name: ["zh": result.name.zh, "en": result.name.en],
                passed: result.isPassed,
                differences: result.differences.map {
                    ["of": $0.key, "expected": $0.expected, "found": $0.found]
                })
        }
    }
}
