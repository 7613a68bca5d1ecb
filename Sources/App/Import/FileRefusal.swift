public import Core

/// Why one of several tables can't be read, with the file's name before the sentence.
public struct FileRefusal: Refusal {
    public let path: String
    public let refusal: TableRefusal

    public var code: String { refusal.code }

    public var sentence: Sentence {
        let inner = refusal.sentence
        return Sentence(zh: "\(path)：\(inner.zh)", en: "\(path): \(inner.en)")
    }

    /// Nil where the sentence names a file already, or is of no table.
    init?(_ path: String, _ refusal: TableRefusal) {
        switch refusal {
        case .notAFile, .isADatabase, .notARejectsFile, .cannotOpen, .cannotWrite, .wrongNumberOfCells,
            .workbookFull, .textTooLong, .interrupted:
            return nil
        case .cannotRead, .tooLarge, .tooManyRows, .tooManyColumns, .notATable, .notText, .noHeader,
            .headerUnreadable, .repeatedColumn, .missingColumns, .unknownColumns, .mappedColumnsMissing,
            .workbook:
            (self.path, self.refusal) = (path, refusal)
        }
    }
}
