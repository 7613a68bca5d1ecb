/// `cassia policy decide`: one firm or a table of firms, one policy, one day.
import App
import ArgumentParser
import Core
import Foundation

struct PolicyDecideCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decide",
        abstract: "Decide for one firm, and say why, or for a table. 判定一家企业并说明理由，或判定整张表。",
        discussion: """
            Facts are a JSON object by the names of facts.yaml; missing ones are unknown. The status is 0 \
            whatever the verdict. A table, CSV or xlsx, has these names as columns; results come in its \
            order, refused rows go to --rejects with all reasons, and the status is then 1.
            """)

    @OptionGroup var option: PolicyOption

    @Option(help: ArgumentHelp("The policy, such as hnte.", valueName: "id"))
    var policy: String

    @Option(help: ArgumentHelp("A file of facts in JSON; - reads the standard input.", valueName: "file"))
    var facts: String?

    @OptionGroup var register: FirmTableOptions

    @Option(help: "The day to decide for; today in the region unless given.")
    var asOf: Day?

    @Flag(help: "Give conditions, definitions, parameters and facts too.")
    var explain = false

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        guard (facts == nil) != (register.table == nil) else {
            throw ValidationError("Name one of --facts and --table.")
        }
        guard register.table == nil || !explain else {
            throw ValidationError("--explain is for one firm; leave it out with --table.")
        }
        try register.check()
    }

    func run() throws {
        let library = try option.library()
        let program: PolicyProgram
        let values: FactValues
        do {
            program = try library.program(policy, on: asOf ?? todayInChina())
            if let table = register.table { return try decide(table, program) }
            values = try FactJSON.read(try bytes(), library.facts)
        } catch let refusal as any Refusal {
            throw fail(refusal.sentence)
        } catch let error as FactRefusals {
            throw failAll(error.refusals.map(\.sentence))
        } catch let error as PolicyProblems {
            throw failAll(error.problems.map(\.sentence))
        }
        let explanation = program.explain(values)
        if json {
            let output = explain ? explanation.json : program.json(explanation.decision)
            print(String(decoding: output.bytes, as: UTF8.self))
        } else {
            PolicyPrint(explanation: explanation, language: commandLanguage).show(isWhole: explain)
        }
    }

    private func decide(_ table: String, _ program: PolicyProgram) throws {
        let outcome = try register.decide(table, program)
        let counts = outcome.counts
        if json {
            try printJSON(counts)
        } else {
            let isChinese = commandLanguage == .chinese
            let verdict = program.verdict == nil ? [] : [counts.yes, counts.no, counts.open]
            let headings =
                isChinese ? ["判定", "拒绝", "是", "否", "未定"] : ["decided", "refused", "yes", "no", "open"]
            let cells = ([counts.decided, counts.refused] + verdict).map(String.init)
            printTable(headings: Array(headings.prefix(cells.count)), rows: [cells])
        }
        if let rejects = outcome.rejects { throw fail(FirmTableOptions.refused(counts.refused, rejects)) }
    }

    private func bytes() throws -> [UInt8] {
        guard let facts else { return [] }
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
