/// `cassia policy decide`: one policy, one day; one firm, a table of firms, or all that the register knows.
import App
import ArgumentParser
import Core
import Foundation

struct PolicyDecideCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decide",
        abstract: "Decide for one firm, and say why, or for a table. 判定一家企业并说明理由，或判定整张表。",
        discussion: """
            Facts are a JSON object by the names of facts.yaml; missing ones are unknown. The status is 0 \
            whatever the verdict. A table, CSV or xlsx, has these names as columns; results come in its \
            order, refused rows go to --rejects with all reasons, and the status is then 1. Without --facts \
            and --table every firm of the register is decided from the book. --out names the results.
            """)

    @OptionGroup var option: PolicyOption
    @OptionGroup var database: DatabaseOption

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
        guard facts == nil || (register.table == nil && register.out == nil) else {
            throw invalid(
                Sentence(
                    zh: "--facts 只判定一家企业；请去掉 --table 和 --out。",
                    en: "--facts is for one firm; leave out --table and --out."))
        }
        guard facts != nil || register.out != nil else {
            throw invalid(
                Sentence(
                    zh: "请写明 --facts（一家企业），或用 --out 写明结果文件（--table 为一张表，否则为名录中的全部企业）。",
                    en: "Give --facts for one firm, or --out for the results of --table or of the register."))
        }
        guard facts != nil || !explain else {
            throw invalid(
                Sentence(zh: "--explain 只用于一家企业。", en: "--explain is for one firm; leave it out."))
        }
    }

    func run() async throws {
        let library = try option.library()
        let day = asOf ?? todayInChina()
        if register.table == nil, let out = register.out {
            let output = PolicyRegisterOutput(
                library: library, policy: policy, day: day, database: database)
            return try await output.write(to: out)
        }
        let program: PolicyProgram
        do {
            program = try library.program(policy, on: day)
            if let table = register.table { return try decide(table, program) }
        } catch let refusal as any Refusal {
            throw fail(refusal.sentence)
        } catch let error as PolicyProblems {
            throw failAll(error.problems.map(\.sentence))
        }
        try show(program, library.facts)
    }

    private func show(_ program: PolicyProgram, _ table: FactTable) throws {
        let values: FactValues
        do {
            values = try FactJSON.read(try factBytes(facts ?? "-"), table)
        } catch let error as FactRefusals {
            throw failAll(error.refusals.map(\.sentence))
        }
        let explanation = program.explain(values)
        if json {
            let output = explain ? explanation.jsonWithNearest : program.json(explanation.decision)
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
}

/// The bytes of a file of facts; `-` is the standard input.
func factBytes(_ path: String) throws -> [UInt8] {
    if path == "-" { return Array(FileHandle.standardInput.readDataToEndOfFile()) }
    guard let data = FileManager.default.contents(atPath: path) else {
        throw fail(
            Sentence(
                zh: "无法读取“\(path)”；请检查路径与权限。",
                en: "Can't read '\(path)'; check its path and permissions."))
    }
    return Array(data)
}
