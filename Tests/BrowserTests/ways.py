"""Whole ways of people through the site: a loan from the application to its end, an agreement, a fund, a user.

Each is gone by real clicks and typed keys in the browser that is handed over, by all who have a part in it, and ends
with the figures that must have come of it."""

import urllib.error
import urllib.parse
import urllib.request
from decimal import Decimal

from steps import CHINESE, ensure

DAY = "2017-07-19"


def yuan(text):
    return Decimal(text.replace(",", ""))


# --- Two hands ---------------------------------------------------------------------------------------------


def enter(browser, chinese, english, fields=(), sees=()):
    """Takes an action on the record whose page is open, and looks at what would be recorded before it is entered."""
    browser.act(chinese, english)
    for name, value in dict(fields).items():
        browser.set(name, value)
    browser.press("下一步：核对", "Next: check")
    for words in sees:
        browser.see(words)


def confirm(browser):
    """For what one person may do alone."""
    browser.press("确认", "Confirm")
    browser.see("已办理。", "Done.")


def approve(browser, kind):
    """Hands it in; another person of the organisation finds it among the approvals and agrees."""
    browser.press("提交复核", "Submit for approval")
    browser.see("已提交，等待复核。", "Submitted; it waits for approval.")
    browser.become(f"{kind}.approver")
    browser.open("/proposals")
    browser.open_last()
    browser.press("同意并记账", "Approve and record")
    browser.see("已同意并记账。", "Approved and recorded.")


def on_guarantee(browser, number, kind, chinese, english, fields=(), sees=(), alone=False):
    browser.become(f"{kind}.clerk")
    browser.open(f"/guarantees/{number}")
    enter(browser, chinese, english, fields, sees)
    if alone:
        confirm(browser)
    else:
        approve(browser, kind)


def take_back(browser, number, kind, because, sees):
    """Takes back the last entry of a guarantee, which says meanwhile that this waits."""
    browser.become(f"{kind}.clerk")
    browser.open(f"/guarantees/{number}")
    links = browser.driver.find_elements("css selector", "main a[href^='/entries/']")
    entry = max(int(link.get_attribute("href").split("/")[-1]) for link in links)
    browser.open(f"/entries/{entry}")
    enter(browser, "冲正", "Take back", {"because": because}, [because, *sees])
    browser.press("提交复核", "Submit for approval")
    browser.open(f"/guarantees/{number}")
    browser.see("等待复核", "waits for approval")
    browser.become(f"{kind}.approver")
    browser.open("/proposals")
    browser.open_last()
    browser.press("同意并记账", "Approve and record")
    browser.see("已同意并记账。", "Approved and recorded.")


# --- A loan ------------------------------------------------------------------------------------------------


def own_agreement(browser):
    """The agreement between all whose people are here: that of the firm's running loan."""
    browser.become("enterprise.viewer")
    browser.open("/guarantees?state=in_force")
    return browser.cell(0, -1)


def apply_for(browser, amount):
    """The firm applies for a loan; says the number that it was given."""
    agreement = own_agreement(browser)
    browser.become("enterprise.clerk")
    browser.open("/")
    browser.follow("申请担保", "Apply")
    browser.fill("q", agreement)
    browser.press("查看费用", "Show fees")
    browser.press("申请", "Apply")
    for name, value in [("amount", amount), ("months", "12"), ("starts_on", DAY), ("purpose", "购置检测设备")]:
        browser.fill(name, value)
    browser.press("下一步：核对", "Next: check")
    browser.see("购置检测设备")
    browser.press("提交申请", "Send the application")
    browser.see("申请已提交", "The application was sent")
    return browser.path.split("?")[0].split("/")[-1]


def until_disbursed(browser, amount):
    number = apply_for(browser, amount)
    steps = [
        ("受理", "accept", True), ("尽职调查", "start due diligence", True), ("审批同意", "approve", False),
        ("签订合同", "sign the contract", False), ("再担保备案", "file with the re-guarantor", False),
    ]
    for chinese, english, alone in steps:
        on_guarantee(browser, number, "guarantor", chinese, english, alone=alone)
    # The agreement has lost more this year than its stop-loss, so that the re-guarantor decides too.
    ensure(browser.state() == browser.word("备案待批", "filing awaits approval"), f"after filing: {browser.state()}")
    on_guarantee(browser, number, "reguarantor", "同意备案", "approve the filing")
    on_guarantee(browser, number, "bank", "放款", "disburse", {"amount": amount})
    return number


def from_application_to_release(browser):
    number = until_disbursed(browser, "300,000")
    on_guarantee(browser, number, "guarantor", "登记担保费", "record a fee paid", {"amount": "4,500"}, ["4,500.00"])
    on_guarantee(browser, number, "bank", "还款", "record a repayment", {"amount": "120,000.01"}, ["179,999.99"])
    take_back(browser, number, "bank", "回单金额录错", ["179,999.99", "300,000.00"])
    on_guarantee(browser, number, "bank", "还款", "record a repayment")
    on_guarantee(browser, number, "guarantor", "解保", "release")
    browser.become("enterprise.viewer")
    browser.open(f"/guarantees/{number}")
    ensure(browser.state() == browser.word("已解保", "released"), f"it ends {browser.state()}")
    money = browser.rows_of("资金", "Money")
    for title, amount in [(("已放款", "Disbursed"), "300,000.00"), (("已还款", "Repaid"), "300,000.00"),
                          (("在保余额", "Outstanding"), "0.00"), (("担保费收入", "Fees paid"), "4,500.00")]:
        ensure(money[browser.word(*title)] == [amount], f"{title[1]}: {money}")
    browser.see("没有代偿，各方未承担损失。", "Nothing was compensated; nobody bears a loss.")


def from_claim_to_close(browser):
    """A loss of 300,000 under 4:3:2:1, of which 50,000 come back at a cost of 2,000."""
    before = fund_balance(browser)
    number = until_disbursed(browser, "300,000")

    def by(kind, chinese, english, fields, sees=()):
        on_guarantee(browser, number, kind, chinese, english, fields, sees)

    on_guarantee(browser, number, "bank", "标记逾期", "mark as overdue", alone=True)
    by("bank", "索赔", "claim", {"amount": "300,000"})
    # What the guarantor pays the bank, and what the others come to owe it, are shown before anything is recorded.
    by("guarantor", "代偿", "compensate", {}, ["240,000.00", "90,000.00", "30,000.00"])
    by("reguarantor", "支付分担款", "pay one's share", {"amount": "90,000"})
    by("treasury", "支付分担款", "pay one's share", {"amount": "30,000"})
    ensure(before - fund_balance(browser) == 30_000, "the fund has not paid 30,000")
    by("guarantor", "登记追偿收入", "record a recovery", {"amount": "50,000"})
    by("guarantor", "登记追偿费用", "record a cost of recovery", {"amount": "2,000"})
    # Each gets its part of what came back, and pays its part of what that cost.
    for party, amount, cost in [("reguarantor", "15,000", "600"), ("bank", "10,000", "400"), ("treasury", "5,000", "200")]:
        by("guarantor", "分配追偿收入", "pass a recovery on", {"party": party, "amount": amount})
        by(party, "支付分担款", "pay one's share", {"amount": cost})
    by("guarantor", "核销", "write off", {}, ["252,000.00"])

    ensure(browser.state() == browser.word("已结案", "closed"), f"it ends {browser.state()}")
    borne = list(browser.rows_of("分担", "Who bears what").values())
    ensure([row[0] for row in borne] == ["100,800.00", "75,600.00", "50,400.00", "25,200.00"], f"borne: {borne}")
    ensure(all(row[1:] == ["0.00", "0.00"] for row in borne), f"someone owes something still: {borne}")
    ensure(before - fund_balance(browser) == 25_200, "the fund does not bear 25,200")
    browser.open(f"/claims?q={number}&state=open")
    ensure(not browser.rows(), f"open claims: {browser.rows()}")


# --- An agreement, a fund ----------------------------------------------------------------------------------


def change_an_agreement(browser):
    """A new agreement on other terms, what it would do with a loss, and its early end."""
    number = f"2017-{browser.mark}"
    browser.become("reguarantor.clerk")
    browser.open("/")
    browser.follow("协议", "Agreements")
    parties = {}
    browser.open_row()
    for party, chinese, english in [("guarantor", "担保机构", "guarantor"), ("bank", "银行", "bank"),
                                    ("treasury", "财政", "treasury")]:
        address = browser.fact(chinese, english).find_element("tag name", "a").get_attribute("href")
        parties[party] = urllib.parse.unquote(address.split("/")[-1])
    browser.open("/agreements")
    browser.follow("订立新协议", "Conclude an agreement")
    enter(browser, "订立新协议", "Conclude an agreement", {
        "number": number, **parties, "shares": "5:2:2:1", "borrower_max": "5,000,000", "until": "2020-12-31",
    }, ["5:2:2:1"])
    approve(browser, "reguarantor")

    browser.open(f"/agreements/{number}")
    browser.fill("amount", "1,000.03")
    browser.press("计算", "Split")
    bears = [yuan(row[-1]) for row in browser.rows_of("损失如何分担", "How a loss is shared").values()]
    exact = [yuan("1,000.03") * share / 10 for share in (5, 2, 2, 1)]
    ensure(sum(bears[:4]) == bears[4] == yuan("1,000.03"), f"the parts are not the whole: {bears}")
    ensure(all(abs(part - whole) <= yuan("0.01") for part, whole in zip(bears, exact)), f"split: {bears}")
    browser.become("reguarantor.clerk")
    browser.open(f"/agreements/{number}")
    enter(browser, "提前终止协议", "End the agreement", {"on": "2017-12-31"}, ["2020-12-31 → 2017-12-31"])
    approve(browser, "reguarantor")
    browser.see("2017-12-31")
    ensure("2020-12-31" not in browser.text, "the old end stands there still")


def fund_balance(browser):
    browser.become("treasury.viewer")
    browser.open("/funds")
    return yuan(browser.tile("余额（元）", "Balance (yuan)"))


def top_up_a_fund(browser):
    before = fund_balance(browser)
    year = yuan(browser.tile("本年拨入（元）", "Appropriated this year (yuan)"))
    browser.become("treasury.clerk")
    browser.open("/")
    browser.follow("风险资金", "Funds")
    enter(browser, "拨入资金", "Appropriate money", {
        "on": DAY, "amount": "1,000,000.01", "reference": f"CZ-{browser.mark}",
    }, ["1,000,000.01"])
    approve(browser, "treasury")
    ensure(fund_balance(browser) - before == yuan("1,000,000.01"), "the fund has another balance")
    after = yuan(browser.tile("本年拨入（元）", "Appropriated this year (yuan)"))
    ensure(after - year == yuan("1,000,000.01"), f"put in this year: {year} and then {after}")


# --- People ------------------------------------------------------------------------------------------------


def keep_people(browser):
    """Someone is added, signs in, changes the password; is signed out elsewhere, locked, reset, kept out; a machine
    comes. Its wrong passwords and those of `refuse_a_wrong_password` are as many as one address may get wrong in four
    browsers before it waits itself."""
    name, own = f"wang.{browser.mark}", "the brown fox jumps at noon"
    browser.become("guarantor.admin")
    browser.open("/")
    browser.follow("用户", "People")
    browser.follow("添加用户", "Add a person")
    for field, value in [("name", name), ("display_name", "王丽"), ("role_clerk", True)]:
        browser.set(field, value)
    browser.press("添加", "Add")
    first = browser.code()

    browser.sign_in(name, first)
    browser.see("请先设置自己的密码", "Set a password of your own first")
    browser.open("/guarantees")
    ensure(browser.path.startswith("/account"), "the first password opens the book")
    change_password(browser, first, own)
    browser.open("/guarantees")
    ensure(browser.rows(), "the clerk sees no guarantee")
    other = browser.session()

    # A second device signs the first one out.
    browser.sign_in(name, own)
    browser.open("/account")
    browser.press("退出", "Sign out", place="main")
    browser.see("该设备已退出。", "That device was signed out.")
    second = browser.session()
    browser.continue_as(other)
    browser.open("/guarantees")
    ensure(browser.path.startswith("/sign-in"), "the first device is signed in still")

    # Guessing locks the name for a while; a reset opens it, and signs out whoever is in.
    for attempt in range(5):
        browser.sign_in(name, f"a guess, number {attempt}")
    browser.sign_in(name, own)
    browser.see("秒后再试", "try again in")
    browser.become("guarantor.admin")
    browser.open(f"/people/{name}")
    browser.press("重置密码", "Reset the password")
    reset = browser.code()
    browser.continue_as(second)
    browser.open("/guarantees")
    ensure(browser.path.startswith("/sign-in"), "a reset leaves sessions open")
    browser.sign_in(name, reset)
    change_password(browser, reset, own + "!")
    last = browser.session()

    browser.become("guarantor.admin")
    browser.open(f"/people/{name}")
    browser.set("disabled", True)
    browser.press("保存", "Save")
    browser.see("已保存。", "Saved.")
    browser.continue_as(last)
    browser.open("/guarantees")
    ensure(browser.path.startswith("/sign-in"), "whoever was kept out is in still")
    browser.become("guarantor.admin")
    admit_a_machine(browser)


def change_password(browser, old, new):
    browser.fill("old", old)
    browser.fill("new", new)
    browser.press("修改", "Change")
    browser.see("密码已修改", "The password is changed")


def admit_a_machine(browser):
    browser.open("/")
    browser.follow("接口令牌", "API tokens")
    for field, value in [("name", f"erp.{browser.mark}"), ("days", "30"), ("may_read_book", True)]:
        browser.set(field, value)
    browser.press("生成", "Make")
    token = browser.code()
    ensure(asks_with(browser, token) == 200, "the token is not taken")
    browser.open("/tokens")
    browser.press("撤销", "Revoke")
    browser.see("令牌已撤销。", "The token is revoked.")
    ensure(asks_with(browser, token) == 401, "the revoked token is taken")


def asks_with(browser, token):
    request = urllib.request.Request(browser.address + "/api/v1/me", headers={"Authorization": f"Bearer {token}"})
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


# The two long ways share most of their steps. Each is gone in both languages, once with scripts and once without, so
# that together they are gone in all four: what stands here is whether the one in Chinese has scripts.
LONG = {from_application_to_release: True, from_claim_to_close: False}


# --- Policies ----------------------------------------------------------------------------------------------


def change_a_policy(browser):
    """An award is tried out higher, kept as a draft and mended; another person reads it and sends it back."""
    browser.become("supervisor.clerk")
    browser.open("/policies/awards")
    browser.follow("推演", "What if")
    browser.fill("set-first_recognition", "many")
    browser.press("推演", "Try it out")
    ensure(browser.field("set-first_recognition").get_attribute("value") == "many", "what was entered is lost")
    browser.fill("set-first_recognition", "200000")
    browser.press("推演", "Try it out")
    browser.see("每年资金变动", "yuan a year more or less")
    browser.fill("note", f"提高首次认定奖励 {browser.mark}")
    browser.press("存为草案", "Keep as a draft")
    draft = browser.path
    browser.see("200000 yuan")
    browser.follow("对全部企业推演", "Try it out on every firm")
    browser.see("每年资金变动", "yuan a year more or less")
    browser.open(draft)
    browser.fill("note", f"提高首次认定奖励，依据待补 {browser.mark}")
    browser.press("检查并保存", "Check and save")
    browser.become("supervisor.approver")
    browser.open("/policy-drafts")
    browser.see(browser.mark)
    browser.open(draft)
    browser.fill("comment", "依据文件未附")
    browser.press("退回", "Reject")
    browser.see("依据文件未附")
    browser.open("/policies/awards/what-if?on=2017-07-19")


def is_gone(way, browser):
    return way not in LONG or LONG[way] == (browser.scripts == (browser.language == CHINESE))


WAYS = [
    from_application_to_release, from_claim_to_close, change_an_agreement, top_up_a_fund, keep_people, change_a_policy,
]
