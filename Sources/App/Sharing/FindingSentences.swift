public import Core

/// The findings of a verification in words.
extension Finding {
    public var sentence: Sentence {
        switch self {
        case .fileDamaged(let sentence):
            Sentence(
                zh: "数据库文件已损坏，SQLite 自检报告“\(sentence)”；请从备份恢复，或请数据库管理员导出重建。",
                en: """
                    The database file is damaged; SQLite's own check says '\(sentence)'. Restore a backup, \
                    or have the file written anew with VACUUM INTO and verified again.
                    """)
        case .recordsMissing(let first, let last):
            Sentence(
                zh: "审计记录第 \(first) 至 \(last) 号缺失。", en: "The audit records \(first) to \(last) are missing.")
        case .recordOutOfOrder(let number):
            Sentence(
                zh: "审计记录第 \(number) 号不在 1、2、3……的编号之内。",
                en: "The audit record \(number) is outside the numbers 1, 2, 3 and so on.")
        case .hashWrong(let number, let action, let subject):
            Sentence(
                zh: "审计记录第 \(number) 号(\(subject),\(action))与其散列值不符：该记录、它的前一条，或其分录被改动过。",
                en: """
                    The audit record \(number) (\(subject), \(action)) does not have its hash: it, the one \
                    before it, or its entry was changed.
                    """)
        case .entryWithoutRecord(let number):
            Sentence(zh: "第 \(number) 号分录没有审计记录。", en: "The entry \(number) has no audit record.")
        case .postingWithoutEntry(let number):
            Sentence(
                zh: "有过账行属于第 \(number) 号分录，而该分录不存在。",
                en: "There are postings of the entry \(number), which does not exist.")
        case .entryUnbalanced(let number, let sum):
            Sentence(
                zh: "第 \(number) 号分录借贷不平，差额 \(sum) 元。",
                en: "The postings of the entry \(number) do not add up to zero but to \(sum) yuan.")
        case .balanceWrong(let account, let stored, let posted):
            Sentence(
                zh: "\(accountName(account).zh)的余额记为 \(stored?.description ?? "空")，过账合计为 \(posted) 元。",
                en: """
                    The balance of \(accountName(account).en) stands at \(stored?.description ?? "nothing"), \
                    but its postings add up to \(posted) yuan.
                    """)
        case .balanceBelowFloor(let account, let balance):
            Sentence(
                zh: "\(accountName(account).zh)的余额为 \(balance) 元，不应低于零。",
                en: "\(accountName(account).en) is at \(balance) yuan and must not be below zero.")
        default: rowSentence
        }
    }

    private var rowSentence: Sentence {
        switch self {
        case .rowMissing(let subject, let record):
            Sentence(
                zh: "\(subject) 已被删除；审计记录第 \(record) 号登记过它。",
                en: "\(subject) is gone; the audit record \(record) entered it.")
        case .rowDiffers(let subject, let record):
            Sentence(
                zh: "\(subject) 的内容与审计记录第 \(record) 号不符。",
                en: "The terms of \(subject) are not those of the audit record \(record).")
        case .rowWithoutRecord(let subject):
            Sentence(zh: "\(subject) 没有审计记录。", en: "\(subject) has no audit record.")
        case .nameDiffers(let enterprise, let record):
            Sentence(
                zh: "企业第 \(enterprise) 号的名称与审计记录第 \(record) 号不符。",
                en: "The name of the enterprise \(enterprise) is not that of the audit record \(record).")
        case .namePairsWrong:
            Sentence(
                zh: "企业名称的检索索引与名称不符，按名称查找会漏掉企业；可用 cassia verify --rebuild 重建。",
                en: """
                    The index of the names of firms is not what the names make it, so that a search misses \
                    some; cassia verify --rebuild writes it anew.
                    """)
        case .profileWrong(let enterprise):
            Sentence(
                zh: "企业 \(enterprise) 的检索项（拼音首字母、所在地、行业或规模）与名称和报送不符；可用 cassia verify --rebuild 重建。",
                en: """
                    What firm \(enterprise) is found by (initials, place, industry or size) is not what its \
                    name and what was told make it; cassia verify --rebuild writes it anew.
                    """)
        case .auditSubjectsWrong:
            Sentence(
                zh: "审计日志按对象查找的索引与日志不符，按对象查找会漏掉记录；可用 cassia verify --rebuild 重建。",
                en: """
                    The list by which audit records are found by what they concern is not what the log makes \
                    it, so that a search misses some; cassia verify --rebuild writes it anew.
                    """)
        case .sharesUnusable(let agreement):
            Sentence(
                zh: "协议第 \(agreement) 号的分担比例无法识别。",
                en: "The shares of the agreement \(agreement) can't be read.")
        case .lodgedMissing(let number):
            Sentence(
                zh: "审计记录第 \(number) 号缺失，而其散列值曾交外部留存：日志的末尾被截去。",
                en: """
                    The audit record \(number), whose hash was lodged, is missing: the log was cut off \
                    before it.
                    """)
        case .lodgedDiffers(let number):
            Sentence(
                zh: "审计记录第 \(number) 号的散列值与外部留存的不同：该记录或更早的记录被重造过。",
                en: """
                    The audit record \(number) does not have the hash that was lodged: it or an earlier \
                    record was made anew.
                    """)
        default: positionSentence
        }
    }

    private var positionSentence: Sentence {
        switch self {
        case .positionMissing(let guarantee):
            Sentence(zh: "担保第 \(guarantee) 号没有金额记录。", en: "The guarantee \(guarantee) has no position.")
        case .positionWrong(let guarantee, let column, let stored, let derived):
            Sentence(
                zh: "担保第 \(guarantee) 号的 \(column) 记为 \(stored)，按分录应为 \(derived)。",
                en: "The guarantee \(guarantee) has \(column) \(stored), but its entries make it \(derived).")
        case .stateWrong(let guarantee, let stored, let derived):
            Sentence(
                zh: "担保第 \(guarantee) 号的状态记为 \(stored)，按分录和审计记录应为 \(derived)。",
                en: """
                    The guarantee \(guarantee) is in the state \(stored), but its entries and audit records \
                    make it \(derived).
                    """)
        case .entriesUnusable(let guarantee, let reason):
            Sentence(
                zh: "担保第 \(guarantee) 号的分录无法重放：\(reason.zh)",
                en: "The entries of the guarantee \(guarantee) can't be replayed: \(reason.en)")
        case .claimsWrong(let guarantee, let debtor, let creditor, let open, let owed):
            Sentence(
                zh: "担保第 \(guarantee) 号：\(debtor.name.zh)对\(creditor.name.zh)的未付款合计 \(open) 元，应为 \(owed) 元。",
                en: """
                    Guarantee \(guarantee): open claims of the \(creditor.name.en) on the \(debtor.name.en) \
                    come to \(open) yuan; it owes \(owed).
                    """)
        case .claimsPaidWrong(let guarantee, let debtor, let creditor, let stored, let paid):
            Sentence(
                zh: """
                    担保第 \(guarantee) 号：\(debtor.name.zh)对\(creditor.name.zh)的已付款合计 \(stored) 元，\
                    应为 \(paid) 元。
                    """,
                en: """
                    Guarantee \(guarantee): claims of the \(creditor.name.en) on the \(debtor.name.en) show \
                    \(stored) yuan paid; it has paid \(paid).
                    """)
        case .claimDueWrong(let claim, let guarantee):
            Sentence(
                zh: "担保第 \(guarantee) 号的应付款第 \(claim) 号：到期日与其分录日期、协议约定不符；可用 cassia verify --rebuild 改正。",
                en: """
                    Claim \(claim) of the guarantee \(guarantee) is not due on the day that its entry and \
                    agreement give; cassia verify --rebuild sets it.
                    """)
        case .claimDiffers(let claim, let guarantee):
            Sentence(
                zh: "担保第 \(guarantee) 号的应付款第 \(claim) 号：双方、金额或已付款与按分录逐笔推得的不符。",
                en: """
                    Claim \(claim) of the guarantee \(guarantee) does not have the parties, the amount or \
                    the payments that the entries give it.
                    """)
        case .claimsMissing(let guarantee, let stored, let derived):
            Sentence(
                zh: "担保第 \(guarantee) 号有应付款 \(stored) 笔，按分录应有 \(derived) 笔。",
                en: "The guarantee \(guarantee) has \(stored) claims; its entries make it \(derived).")
        case .claimOfNothing(let claim, let guarantee):
            Sentence(
                zh: "应付款第 \(claim) 号属于担保第 \(guarantee) 号，而该担保不存在。",
                en: "Claim \(claim) is of the guarantee \(guarantee), which does not exist.")
        default: preconditionFailure("a finding without words")
        }
    }

    private func accountName(_ number: Int64) -> Sentence {
        guard let account = Account(number: number) else {
            return Sentence(zh: "账户 \(number)", en: "account \(number)")
        }
        let name = account.kind.name
        return Sentence(
            zh: "机构第 \(account.institution) 号的“\(name.zh)”账户",
            en: "the account '\(name.en)' of institution \(account.institution)")
    }
}
