/// `cassia policy decide` over the register of the book: one row out for each firm.
import App
import ArgumentParser
import Core

struct PolicyRegisterOutput {
    let library: PolicyLibrary
    let policy: String
    let day: Day
    let database: DatabaseOption

    /// Writes the table and says how many firms it has.
    func write(to path: String) async throws {
        let book = try database.openForReading()
        defer { book.close() }
        do {
            // With the versions that were put in force in the book.
            let program = try await library.with(book).program(policy, on: day)
            let count = try await PolicyRegister(program).write(book, to: path)
            let sentence = Sentence(
                zh: "已判定 \(count) 家企业，结果在 \(path)。",
                en: "Decided \(EnglishCount.of(count, "firm", "firms")); results are in \(path).")
            if path != "-" { print(sentence.text(in: commandLanguage)) }
        } catch let refusal as any Refusal {
            throw fail(refusal.sentence)
        } catch let error as PolicyProblems {
            throw failAll(error.problems.map(\.sentence))
        }
    }
}
