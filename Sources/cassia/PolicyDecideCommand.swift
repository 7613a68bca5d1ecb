/// `cassia policy decide`: one firm, one policy, one day.
import App
import ArgumentParser
import Core
import Foundation

struct PolicyDecideCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decide",
        abstract: "Decide for one firm, and say why. 判定一家企业并说明理由。",
        discussion: """
            Facts are a JSON object by the names of facts.yaml; missing ones are unknown. The status is 0 \
            whatever the verdict.
            """)

    @OptionGroup var option: PolicyOption

    @Option(help: ArgumentHelp("The policy, such as hnte.", valueName: "id"))
    var policy: String

    @Option(help: ArgumentHelp("A file of facts in JSON; - reads the standard input.", valueName: "file"))
    var facts: String

    @Option(help: "The day to decide for; today in the region unless given.")
    var asOf: Day?

    @Flag(help: "Give conditions, definitions, parameters and facts too.")
    var explain = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let library = try option.library()
        let program: PolicyProgram
        let values: FactValues
        do {
            program = try library.program(policy, on: asOf ?? todayInChina())
            values = try FactJSON.read(try factBytes(facts), library.facts)
        } catch let refusal as any Refusal {
            throw fail(refusal.sentence)
        } catch let error as FactRefusals {
            throw failAll(error.refusals.map(\.sentence))
        } catch let error as PolicyProblems {
            throw failAll(error.problems.map(\.sentence))
        }
        let explanation = program.explain(values)
        if json {
            let output = explain ? explanation.jsonWithNearest : program.json(explanation.decision)
            print(String(decoding: output.bytes, as: UTF8.self))
        } else {
            PolicyPrint(explanation: explanation, language: commandLanguage).show(isWhole: explain)
        }
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
