/// Writes made-up firms, most of them on an edge of a rule, as a table, and beside it what the plain reference of the
/// tests answers for each policy, in the columns and spelling of `cassia policy decide --table`.
///
/// Compiled together with `Tests/AppTests/Policy/Reference*.swift` by `scripts/prove-policies.sh`.
import Foundation

@main
struct PolicyReference {
    private static let references = ReferencePolicies.all
    static let header = "credit_code,name,verdict,class,score_low,score_high,amount_yuan,failed,open\n"

    static func main() {
        let arguments = CommandLine.arguments
        guard arguments.count == 4, let year = Int(arguments[1]), let count = Int(arguments[2]) else {
            fatalError("policy_reference YEAR FIRMS FOLDER")
        }
        let today = ReferenceDay(year, 6, 30)
        let names = names(year, today)
        let files = Dictionary(
            uniqueKeysWithValues: references.map { ($0.id, Output("\(arguments[3])/\($0.id).csv")) })
        let table = Output("\(arguments[3])/firms.csv")
        table.add("credit_code," + names.joined(separator: ",") + "\n")
        for (id, _) in references { files[id]?.add(header) }
        var firms = ReferenceFirms(seed: UInt64(year), on: today)
        for number in 0..<count {
            let firm = firms.next()
            let texts = firm.texts
            precondition(texts.keys.allSatisfy(names.contains), "a fact without a column")
            table.add("F\(number)," + names.map { texts[$0] ?? "" }.joined(separator: ",") + "\n")
            for (id, decide) in references { files[id]?.add(line("F\(number)", decide(firm, today))) }
        }
        table.finish()
        for (id, _) in references { files[id]?.finish() }
    }

    /// Every fact that some firm has.
    private static func names(_ year: Int, _ today: ReferenceDay) -> [String] {
        var firms = ReferenceFirms(seed: UInt64(year), on: today)
        var names: Set<String> = []
        for _ in 0..<1_000 { names.formUnion(firms.next().texts.keys) }
        return names.sorted()
    }

    private static func line(_ code: String, _ decision: ReferenceDecision) -> String {
        var cells = [code, "", decision.verdict?.rawValue ?? "", decision.sizeClass ?? ""]
        cells += [decision.score.map { points($0.low) } ?? "", decision.score.map { points($0.high) } ?? ""]
        let amount = decision.amount.flatMap {
            $0.low == $0.high ? ReferenceFirm.decimal(Int($0.low), 100) : nil
        }
        cells += [amount ?? "", decision.failed.joined(separator: ";"), decision.open.joined(separator: ";")]
        return cells.joined(separator: ",") + "\n"
    }
}

/// Without needless zeros.
private func points(_ hundredths: Int128) -> String {
    var text = ReferenceFirm.decimal(Int(hundredths), 100)[...]
    while text.last == "0" { text.removeLast() }
    return String(text.last == "." ? text.dropLast() : text)
}

/// A file that is written in large pieces.
final class Output {
    private let file: FileHandle
    private var text = ""

    init(_ path: String) {
        precondition(FileManager.default.createFile(atPath: path, contents: nil), "can't write \(path)")
        file = FileHandle(forWritingAtPath: path)!
    }

    func add(_ line: String) {
        text += line
        if text.utf8.count > 1 << 20 { finish() }
    }

    func finish() {
        file.write(Data(text.utf8))
        text.removeAll(keepingCapacity: true)
    }
}
