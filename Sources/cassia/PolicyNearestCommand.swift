/// `cassia policy nearest`: what a firm lacks, and the least that would mend it.
import App
import ArgumentParser
import Core
import Foundation

struct PolicyNearestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nearest",
        abstract: "Say what would make the verdict yes. 指出达标所需的最小改变。",
        discussion: """
            The smallest change of each fact that the firm can change, and the smallest set of up to three. \
            The status is 0 also where nothing helps.
            """)

    @OptionGroup var option: PolicyOption

    @Option(help: ArgumentHelp("The policy, such as hnte.", valueName: "id"))
    var policy: String

    @Option(help: ArgumentHelp("A file of facts in JSON; - reads the standard input.", valueName: "file"))
    var facts: String

    @Option(help: "The day to decide for; today in the region unless given.")
    var asOf: Day?

    @Flag(help: "Search facts that are unknown too, from nothing up.")
    var unknown = false

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
        var settings = NearestSearchSettings()
        settings.withUnknown = unknown
        guard let nearest = program.nearestChange(values, settings) else {
            throw fail(
                Sentence(
                    zh: "政策“\(policy)”没有是否达标的结论，谈不上最小改变；请改用有结论的政策。",
                    en:
                        "The policy '\(policy)' has no verdict that could be made yes; name one that has."
                ))
        }
        if json { return print(String(decoding: nearest.json(library.facts).bytes, as: UTF8.self)) }
        print("\(program.policy.title.text(in: commandLanguage))  \(program.day)")
        for line in Self.lines(nearest, library.facts) { print(line.text(in: commandLanguage)) }
    }

    private static func lines(_ nearest: NearestChange, _ facts: FactTable) -> [Sentence] {
        let verdict = nearest.verdict == .open ? Sentence(zh: "待定", en: "open") : Sentence(zh: "否", en: "no")
        guard nearest.verdict != .yes else {
            return [Sentence(zh: "结论为是，无须改变。", en: "The verdict is yes; nothing has to change.")]
        }
        var lines = [Sentence(zh: "结论：\(verdict.zh)", en: "Verdict: \(verdict.en)")]
        lines.append(Sentence(zh: "单独改变一项：", en: "One fact alone:"))
        if nearest.single.isEmpty {
            lines.append(Sentence(zh: "  企业没有可改变的事实", en: "  none that the firm can change"))
        }
        lines += nearest.single.map { indented($0.outcome.sentence(facts.facts[$0.fact])) }
        lines.append(Sentence(zh: "最小的一组改变：", en: "The smallest set of changes:"))
        if nearest.set.isEmpty { lines.append(Sentence(zh: "  三项以内没有", en: "  none of up to three facts")) }
        lines += nearest.set.map { indented($0.sentence(facts.facts[$0.fact])) }
        guard nearest.isLimitReached else { return lines }
        return lines + [
            Sentence(
                zh: "已达计算次数上限，可能还有更小的改变。",
                en: "The search ended at its limit; there may be smaller changes.")
        ]
    }

    private static func indented(_ sentence: Sentence) -> Sentence {
        Sentence(zh: "  " + sentence.zh, en: "  " + sentence.en)
    }
}
