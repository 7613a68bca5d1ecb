/// The policies that come with the program: embedded whole, all cases as expected; and files made to do harm.
import Core
import Foundation
import Testing

@testable import App

@Suite struct PolicyFilesTests {
    private static let folder = URL(fileURLWithPath: #filePath)
        .appendingPathComponent("../../../../Policies").standardizedFileURL.path

    @Test func everyFileIsEmbedded() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder).sorted()
        #expect(EmbeddedPolicies.files.map(\.name) == names)
    }

    @Test func casesComeOutAsExpected() throws {
        let results = try PolicyLibrary(folder: Self.folder).runCases()
        #expect(results.count > 50)
        for (file, result) in results {
            #expect(result.isPassed, "\(file):\(result.place.line) \(result.differences)")
        }
    }

    /// No change of a few bytes makes the reader stumble, however little sense it makes.
    @Test func mangledPoliciesAreRefusedNotFeared() throws {
        var generator = SeededNumbers(7)
        let files = EmbeddedPolicies.files
        let facts = try #require(files.first { $0.name == "facts.yaml" })
        let marks = Array("{}[]:-&*'\"#|>,0 \n%a(".utf8)
        for round in 0..<60 {
            let file = files[round % files.count]
            var bytes = file.bytes
            for _ in 0..<Int.random(in: 1...8, using: &generator) {
                let at = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: bytes[at] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes.insert(marks.randomElement(using: &generator)!, at: at)
                case 2: bytes.removeSubrange(at..<min(at + 20, bytes.count))
                default: bytes[at] = marks.randomElement(using: &generator)!
                }
            }
            let mangled = PolicyLibrary.File(name: file.name, bytes: bytes)
            _ = try? PolicyLibrary(files: file.name == facts.name ? [mangled] : [facts, mangled])
        }
    }

    @Test(arguments: [
        String(repeating: "[", count: 100_000), String(repeating: "- ", count: 100_000),
        String(repeating: "{a: ", count: 10_000), "a: &a [1]\nb: *a",
        String(repeating: "x", count: 1_000_001),
        "policy: \u{0}", "? [a]\n: b",
    ])
    func harmIsRefused(_ text: String) {
        #expect(throws: PolicyProblems.self) {
            try PolicyLibrary(files: [PolicyLibrary.File(name: "facts.yaml", bytes: Array(text.utf8))])
                .program("x", on: Day("2017-06-30")!)
        }
    }
}
