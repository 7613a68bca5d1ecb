import App
import Core
import TestSupport
import Testing

@Suite struct LodgedHeadVerificationTests {
    /// Neither the chain nor anything derived from it tells that the last record is gone.
    @Test(arguments: TestEngine.allCases)
    func aLogThatWasCutOffIsFound(_ engine: TestEngine) async throws {
        let rich = try RichBook.filled(engine)
        let early = try #require(LodgedHead(try await Verification.run(rich.book).lodgeable))
        try rich.write { writing in
            try InstitutionStore.register(
                code: "late", name: "late", kind: .bank, level: .city, division: "450100", writing)
        }
        let late = try #require(LodgedHead(try await Verification.run(rich.book).lodgeable))
        #expect(late.number == early.number + 1)
        #expect(try await Verification.run(rich.book, lodged: [early, late]).findings == [])
        _ = try rich.tamper("DELETE FROM institution WHERE code = 'late'")
        _ = try rich.tamper("DELETE FROM audit WHERE id = \(late.number)")
        _ = try rich.tamper("DELETE FROM audit_subject_record WHERE audit_id = \(late.number)")
        #expect(try await Verification.run(rich.book).isSound)
        let cut = try await Verification.run(rich.book, lodged: [early, late])
        #expect(cut.findings.map(\.code) == ["lodged_record_missing"])
        try rich.bringIn("G9")
        let anew = try await Verification.run(rich.book, lodged: [early, late])
        #expect(anew.findings.map(\.code) == ["lodged_hash_differs"])
    }

    @Test func onlyNumberAndHashAreUnderstood() {
        let hash = String(repeating: "aF", count: 32)
        #expect(LodgedHead("7:\(hash)")?.hash == Array(repeating: 0xAF, count: 32))
        for text in ["", hash, "0:\(hash)", "x:\(hash)", "7:", "7:\(hash)0", "7:x\(hash.dropFirst())"] {
            #expect(LodgedHead(text) == nil, "\(text)")
        }
    }
}
