/// `cassia split`: divides amounts among shares, instalment by instalment, exactly to the fen.
import ArgumentParser
import Core

struct SplitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "split",
        abstract: "Split amounts among shares exactly to the fen. 按比例分摊金额,精确到分。",
        discussion: "Each amount is split as a part of the running total; a negative one is a recovery.")

    @Option(help: "Whole numbers joined by colons, such as 4:3:2:1.")
    var shares: String

    @Option(parsing: .unconditional, help: "Yuan joined by commas, such as 10.01,0.02,-3.00.")
    var amounts: String

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let steps: [SplitStep]
        do {
            steps = try SplitStep.steps(of: parsedAmounts(), among: Shares(shares))
        } catch let refusal as any Refusal {
            throw fail(refusal)
        }
        if json { try printJSON(SplitOutput(steps: steps)) } else { printTable(of: steps) }
    }

    private func parsedAmounts() throws(AmountRefusal) -> [Fen] {
        var parsed: [Fen] = []
        for text in amounts.split(separator: ",", omittingEmptySubsequences: false) {
            guard let amount = Fen(yuan: text) else { throw .unreadable(String(text)) }
            parsed.append(amount)
        }
        return parsed
    }

    private func printTable(of steps: [SplitStep]) {
        let words = SplitWords(language: commandLanguage)
        let parties = 1...(steps.first?.parts.count ?? 1)
        let headings = [words.step, words.amount] + parties.map { "\(words.party) \($0)" }
        var rows = steps.enumerated().map { number, step in ["\(number + 1)", step.amount] + step.parts }
        if let last = steps.last { rows.append([words.total, last.total.description] + last.totals) }
        cassia.printTable(headings: headings, rows: rows)
    }
}

/// One amount, the part of each party in it, and what each party has after it; all in yuan.
struct SplitStep: Encodable {
    let amount: String
    let parts: [String]
    let totals: [String]
    let total: Fen

    private enum CodingKeys: CodingKey { case amount, parts, totals }

    static func steps(of amounts: [Fen], among shares: Shares) throws(RunningSplitRefusal) -> [SplitStep] {
        var split = RunningSplit(shares)
        var steps: [SplitStep] = []
        for amount in amounts {
            let parts = try split.add(amount)
            steps.append(
                SplitStep(
                    amount: amount.description, parts: parts.map(\.description),
                    totals: split.totals.map(\.description), total: split.total))
        }
        return steps
    }
}

private struct SplitOutput: Encodable {
    let steps: [SplitStep]
}

/// The headings of the table.
private struct SplitWords {
    let language: Language

    var step: String { Sentence(zh: "序号", en: "Step").text(in: language) }
    var amount: String { Sentence(zh: "金额", en: "Amount").text(in: language) }
    var party: String { Sentence(zh: "分担方", en: "Party").text(in: language) }
    var total: String { Sentence(zh: "合计", en: "Total").text(in: language) }
}

/// Why an amount on the command line can't be used.
enum AmountRefusal: Refusal {
    case unreadable(String)

    var code: String { "amount_unreadable" }

    var sentence: Sentence {
        switch self {
        case .unreadable(let text):
            Sentence(
                zh: "金额“\(text)”无法识别；请写以元为单位、最多两位小数的数，例如 10.01 或 -3.00，用逗号隔开。",
                en:
                    """
                    The amount "\(text)" can't be read; write yuan with at most two decimals, such as 10.01 \
                    or -3.00, joined by commas.
                    """)
        }
    }
}
