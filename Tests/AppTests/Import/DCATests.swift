import App
import Core
import Foundation
import Storage
import TestSupport
import Testing

/// The list of the Development Credit Authority: every line is in or named, and the sums are those of
/// the list.
@Suite struct DCATests {
    /// The published list, judged line by line and summed by Python.
    @Test(.enabled(if: DCASample.isRealListExpected), arguments: TestEngine.allCases)
    func everyRealLineIsAccountedFor(_ engine: TestEngine) async throws {
        let list = DCASample.realList
        try #require(
            FileManager.default.fileExists(atPath: list),
            "there is no \(list); put the list there or let CASSIA_REAL_DATA name its folder")
        let sample = try DCASample(engine)
        let outcome = try await sample.run(list)
        let judged = try sample.judge(list)

        #expect(outcome.counts.read == judged.read)
        #expect(outcome.refusals.map(\.line) == judged.refused)
        #expect(outcome.counts.refused == judged.refused.count)
        #expect(outcome.counts.accepted == judged.read - judged.refused.count)
        #expect(DCASample.texts(outcome.sums) == judged.sums)
        #expect(outcome.refusals.allSatisfy { !$0.reasons.isEmpty })
        #expect(try sample.refusedLines() == (try DCASample.lines(judged.refused, of: list)))

        let before = try await sample.size()
        #expect(before.guarantees == outcome.counts.accepted)
        let again = try await sample.run(list)
        #expect(again.counts.accepted == 0)
        #expect(again.counts.alreadyThere == outcome.counts.accepted)
        #expect(again.refusals.map(\.line) == judged.refused)
        #expect(again.sums == outcome.sums)
        #expect(try await sample.size() == before)
        let report = try await sample.withBook { try await Verification.run($0) }
        #expect(report.findings.isEmpty)
    }

    /// A made-up list with every kind of dirt.
    @Test(arguments: TestEngine.allCases)
    func everyKindOfDirtIsNamed(_ engine: TestEngine) async throws {
        let sample = try DCASample(engine)
        let lines = DCADirt.all.map(\.line)
        let list = try sample.write(lines.joined(separator: "\n"))
        let outcome = try await sample.run(list)
        #expect(outcome.counts.read == lines.count { !$0.isEmpty })
        for (index, dirt) in DCADirt.all.enumerated() {
            let notes = outcome.notes.filter { $0.line == index + 1 }.map(\.note.sentence.en)
            let reasons = outcome.refusals.first { $0.line == index + 1 }?.reasons.map(\.en) ?? []
            #expect(notes.count == dirt.notes.count, "line \(index + 1): \(notes)")
            #expect(reasons.count == dirt.reasons.count, "line \(index + 1): \(reasons)")
            for (text, wanted) in zip(notes, dirt.notes) { #expect(text.contains(wanted)) }
            for (text, wanted) in zip(reasons, dirt.reasons) { #expect(text.contains(wanted)) }
        }
        let refused = DCADirt.all.filter { !$0.reasons.isEmpty }.map(\.line)
        #expect(try sample.refusedLines() == refused)
        #expect(outcome.counts.accepted + outcome.counts.refused == outcome.counts.read)

        let before = try await sample.size()
        let again = try await sample.run(list)
        #expect(again.counts.accepted == 0)
        #expect(again.notes.count == outcome.notes.count)
        #expect(try await sample.size() == before)
    }

    /// Python, which reads no key by a likeness, finds the same sums in the clean lines.
    @Test(arguments: TestEngine.allCases)
    func sharesThatDoNotDivideEvenly(_ engine: TestEngine) async throws {
        let sample = try DCASample(engine)
        let percentages = ["18.61%", "33.33%", "40.00%", "100.00%", "0.07%", "99.99%"]
        let lines = percentages.enumerated().map { index, percentage in
            DCADirt.clean([
                "Guarantee Number": "P\(index)", "Guarantee Percentage": percentage,
                "Cumulative Utilization": "$24,453,000 ", "Claims": "$10,001 ",
                "Recoveries": index.isMultiple(of: 2) ? "$77 " : "$10,777 ",
            ])
        }
        let list = try sample.write(lines.joined(separator: "\r\n"))
        let outcome = try await sample.run(list)
        #expect(outcome.counts.accepted == percentages.count)
        #expect(DCASample.texts(outcome.sums) == (try sample.judge(list).sums))
        let report = try await sample.withBook { try await Verification.run($0) }
        #expect(report.findings.isEmpty)
    }

    /// A correction is an entry of its own: the list never overwrites what is in the book.
    @Test(arguments: TestEngine.allCases)
    func otherContentIsNotOverwritten(_ engine: TestEngine) async throws {
        let sample = try DCASample(engine)
        _ = try await sample.run(sample.write(DCADirt.clean(["Claims": "$100 "])))
        let before = try await sample.size()
        let changes = [
            ["Partner Name": "Another Bank"], ["Guarantee Percentage": "60.00%"],
            ["Effective Maximum Cumulative Disbursements": "$9,000,000 "],
            ["Guarantee End Date": "2021/09/30"],
            ["Cumulative Utilization": "$1,000,001 "], ["Claims": "$101 "],
        ]
        for change in changes {
            let line = DCADirt.clean(["Claims": "$100 "].merging(change) { $1 })
            let outcome = try await sample.run(sample.write(line))
            #expect(outcome.counts.refused == 1, "\(change)")
            #expect(try await sample.size() == before, "\(change)")
        }
        // What the list did not know when it was read before may be added.
        let later = DCADirt.clean(["Claims": "$100 ", "Recoveries": "$40 "])
        #expect(try await sample.run(sample.write(later)).counts.accepted == 1)
        let byHand = DCADirt.clean(["Guarantee Number": "DCA-1#2", "Partner Name": "Another Bank"])
        #expect(try await sample.run(sample.write(byHand)).counts.accepted == 1)
    }
}
