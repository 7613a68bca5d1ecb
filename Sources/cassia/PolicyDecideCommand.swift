/// `cassia policy decide`: one policy, one day; one firm, or all that the register knows.
import App
import ArgumentParser
import Core
import Foundation

struct PolicyDecideCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decide",
        abstract: "Decide for one firm, and say why. 判定一家企业并说明理由。",
        discussion: """
            Facts are a JSON object by the names of facts.yaml; missing ones are unknown. The status is 0 \
            whatever the verdict. Without --facts every firm of the register is decided from the book, and \
            --out names the table of results (CSV or xlsx; - is the standard output).
            """)

    @OptionGroup var option: PolicyOption
    @OptionGroup var database: DatabaseOption

    @Option(help: ArgumentHelp("The policy, such as hnte.", valueName: "id"))
    var policy: String

    @Option(help: ArgumentHelp("A file of facts in JSON; - reads the standard input.", valueName: "file"))
    var facts: String?

    @Option(help: ArgumentHelp("Where the decisions of all firms go.", valueName: "file"))
    var out: String?

    @Option(help: "The day to decide for; today in the region unless given.")
    var asOf: Day?

    @Flag(help: "Give conditions, definitions, parameters and facts too.")
    var explain = false

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        guard (facts == nil) == (out == nil) else { return }
        throw invalid(
            Sentence(
                zh: "请写明 --facts（一家企业）或 --out（名录中的全部企业），二者取一。",
                en: "Give --facts for one firm, or --out for all firms of the register."))
    }

    func run() async throws {
        let library = try option.library()
        let program: PolicyProgram
        do {
            program = try library.program(policy, on: asOf ?? todayInChina())
        } catch let refusal as any Refusal {
            throw fail(refusal.sentence)
        } catch let error as PolicyProblems {
            throw failAll(error.problems.map(\.sentence))
        }
        if let out {
            return try await PolicyRegisterOutput(program: program, database: database).write(to: out)
        }
        try show(program, library.facts)
    }

    private func show(_ program: PolicyProgram, _ table: FactTable) throws {
        let values: FactValues
        do {
            values = try FactJSON.read(try bytes(), table)
        } catch let error as FactRefusals {
            throw failAll(error.refusals.map(\.sentence))
        }
        let explanation = program.explain(values)
        if json {
            let output = explain ? explanation.json : program.json(explanation.decision)
            print(String(decoding: output.bytes, as: UTF8.self))
        } else {
            PolicyPrint(explanation: explanation, language: commandLanguage).show(isWhole: explain)
        }
    }

    private func bytes() throws -> [UInt8] {
        let facts = facts ?? "-"
        if facts == "-" { return Array(FileHandle.standardInput.readDataToEndOfFile()) }
        guard let data = FileManager.default.contents(atPath: facts) else {
            throw fail(
                Sentence(
                    zh: "无法读取“\(facts)”；请检查路径与权限。",
                    en: "Can't read '\(facts)'; check its path and permissions."))
        }
        return Array(data)
    }
}
