import App
import Core
import Foundation
import Storage
import TestSupport

/// A small book in a new database in which everything has happened once.
final class RichBook: Sendable {
    let database: TestDatabase
    let book: Book
    private let madeSample: SampleBook?
    var sample: SampleBook { madeSample! }
    static let start = SampleBook.day

    init(_ engine: TestEngine, isEmpty: Bool = false) throws {
        database = try engine.makeDatabase()
        book = try Book.open(database.url, keyFile: database.keyFile, now: { 1_700_000_000_000 })
        madeSample = isEmpty ? nil : try SampleBook.make(in: book)
    }

    deinit { book.close() }

    /// Makes the book; the guarantees are numbered 1 to 8 in this order.
    static func filled(_ engine: TestEngine) throws -> RichBook {
        let rich = try RichBook(engine)
        try rich.fund()
        try rich.repaid("G1")
        try rich.compensated("G2")
        try rich.reversed("G3")
        try rich.applied("G4")
        try rich.withdrawn("G5")
        try rich.overdue("G6")
        try rich.writtenOff("G7")
        try rich.bringIn("G8")
        return rich
    }

    func write(_ job: @escaping @Sendable (Writing) throws -> Void) throws {
        try book.writeSynchronously(as: Actor("test"), "test", because: "because") { try job($0) }
    }

    private func fund() throws {
        let (treasury, guarantor) = (sample.agreement.treasury!, sample.agreement.guarantor)
        try write { writing in
            try LedgerStore.appropriate(
                .yuan(5_000_000), to: treasury, on: Self.start, reference: "f1", writing)
            try LedgerStore.contributeCapital(
                .yuan(90_000_000), to: guarantor, on: Self.start, reference: nil, writing)
            try InstitutionStore.setNetAssets(.yuan(90_000_000), of: guarantor, from: Self.start, writing)
        }
    }

    func bringIn(_ number: String) throws {
        var registration = try sample.registration(number, firm: Int64(number.dropFirst())!)
        registration.features.isFirstLoan = true
        let entered = registration
        try write { try GuaranteeStore.bringIn(entered, $0) }
    }

    /// Records events a day apart, each under a reference of its own.
    func record(_ number: String, _ events: [GuaranteeEvent], from day: Int = 0) throws {
        try write { writing in
            for (index, event) in events.enumerated() {
                try GuaranteeStore.record(
                    event, guarantee: number, on: Self.start + day + index,
                    reference: "\(number)-\(day + index)", writing)
            }
        }
    }

    func take(_ number: String, _ steps: [GuaranteeStep]) throws {
        try write { writing in
            for step in steps { try GuaranteeStore.take(step, guarantee: number, on: Self.start, writing) }
        }
    }

    private func repaid(_ number: String) throws {
        try bringIn(number)
        try record(
            number,
            [
                .disbursed(.yuan(1_000_000)), .feePaid(Fen(1_500_001)), .extended(until: Self.start + 700),
                .repaid(Fen(33_333_333)), .released, .feeRefunded(Fen(700_001)),
            ])
    }

    private func compensated(_ number: String) throws {
        try bringIn(number)
        try record(
            number,
            [
                .disbursed(.yuan(1_000_000)), .claimed(Fen(101_234_567), interest: Fen(1_234_567)),
                .compensated(Fen(40_000_003)), .compensated(Fen(40_987_651)),
                .paid(by: .reguarantor, Fen(10_000_000)),
                .paid(by: .treasury, Fen(5_000_000)), .recovered(Fen(20_000_001)), .recoveryCost(Fen(30_003)),
                .passedOn(to: .bank, Fen(1_000_000)), .passedOn(to: .treasury, Fen(1_000)),
                .passedOn(to: .reguarantor, Fen(100)), .paid(by: .bank, Fen(1_000)),
            ])
    }

    private func reversed(_ number: String) throws {
        try bringIn(number)
        try record(number, [.disbursed(.yuan(600_000)), .disbursed(.yuan(300_000)), .repaid(.yuan(100_000))])
        let wrong = try book.database.readSynchronously { connection in
            try connection.first("SELECT id FROM entry WHERE reference = 'G3-1'") { $0.int(0) }
        }
        try write { writing in
            try GuaranteeStore.reverse(
                entry: wrong!, guarantee: number, on: Self.start + 9, reference: "\(number)-r", writing)
        }
        try record(number, [.repaid(.yuan(50_000))], from: 10)
    }

    private func applied(_ number: String) throws {
        let registration = try sample.registration(number, firm: 4)
        try write { try GuaranteeStore.apply(registration, $0) }
        try take(number, [.accept, .startDueDiligence, .approve, .contract])
        try record(number, [.feePaid(Fen(1_000_000))])
    }

    private func withdrawn(_ number: String) throws {
        let registration = try sample.registration(number, firm: 5)
        try write { try GuaranteeStore.apply(registration, $0) }
        try take(number, [.accept, .startDueDiligence, .approve, .contract])
        try record(number, [.feePaid(Fen(1_000_000))])
        try take(number, [.withdraw])
        try record(number, [.feeRefunded(Fen(1_000_000))], from: 3)
    }

    private func overdue(_ number: String) throws {
        try bringIn(number)
        try record(number, [.disbursed(.yuan(1_000_000))])
        try take(number, [.markOverdue])
        try record(number, [.repaid(.yuan(1_000))], from: 5)
    }

    private func writtenOff(_ number: String) throws {
        try bringIn(number)
        try record(
            number,
            [
                .disbursed(.yuan(1_000_000)), .claimed(.yuan(900_000), interest: .zero),
                .compensated(.yuan(720_000)), .writtenOff(.yuan(900_000)), .recovered(.yuan(100_000)),
            ])
    }

    /// Runs SQL past all rules, as someone with access to the database could.
    func tamper(_ sql: String) throws -> Int {
        let plain = try database.open(PlainScope.self)
        defer { plain.close() }
        return try plain.writeSynchronously { try $0.connection.change(SQL(composing: sql)) }
    }

    func one(_ sql: String) throws -> Int64 {
        try book.database.readSynchronously { try $0.first(SQL(composing: sql)) { $0.int(0) } ?? -1 }
    }
}
