"""The sentences that law and good practice ask of each kind of letter, in both languages.

Taken from the contents per kind: what is done, by whom, until when, and the reader's rights. The
first of each pair is English, the second Chinese. Values of the made-up cases stand in them.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.i18n import Language
from workbench.letters.record import ADVERSE, Kind

Said = tuple[str, str]

_EQUAL = (
    "The Federal Equal Credit Opportunity Act prohibits creditors from discriminating against "
    "credit applicants on the basis of race, color, religion, national origin, sex, marital "
    "status, age (provided the applicant has the capacity to enter into a binding contract); "
    "because all or part of the applicant's income derives from any public assistance program; "
    "or because the applicant has in good faith exercised any right under the Consumer Credit "
    "Protection Act."
)
AMERICAN_ADVERSE: tuple[Said, ...] = (
    (_EQUAL, "禁止债权人基于种族、肤色、宗教、原国籍、性别、婚姻状况、年龄"),
    ("The Federal agency that administers compliance with this law concerning this creditor is",
     "负责监督本法执行的联邦机构为"),
    ("based in whole or in part on information obtained in a report", "全部或部分依据"),
    ("1-800-555-0199 (toll-free)", "1-800-555-0199（免费电话）"),
    ("played no part in our decision and is unable to supply specific reasons",
     "该机构未参与我们的决定，也无法提供我们"),
    ("right to a free copy of your report", "免费获取一份您的报告"),
    ("no later than 60 days after you receive this notice", "收到本通知后 60 日内"),
    ("the right to dispute the matter with the reporting agency", "有权向该机构提出异议"),
    ("member of our credit staff", "信贷人员"),
)  # fmt: skip
_OFFER: tuple[Said, ...] = (
    ("The cost of your credit as a yearly rate.", "以年利率表示的信贷成本"),
    ("The dollar amount the credit will cost you.", "信贷将使您付出的金额"),
    ("The amount of credit provided to you or on your behalf.", "提供给您或代您支付的信贷金额"),
    ("after you have made all payments as scheduled", "按期付清全部款项后"),
    ("Monthly, beginning January 1, 2027", "2027年1月1日"),
    ("unsecured", "无需担保"),
    ("you will not have to pay a penalty", "无需支付违约金"),
    ("Late charge", "滞纳金"),
    ("Itemization of the amount financed", "融资金额明细"),
    ("Before the loan is paid out", "放款前须满足的条件"),
    ("Schedule of repayments", "还款计划表"),
)
AMERICAN: dict[Kind, tuple[Said, ...]] = {
    Kind.APPROVAL: (
        *_OFFER,
        ("We are pleased to approve", "已获批准"),
        ("If you do not accept by December 31, 2026, the offer ends", "要约即行失效"),
        ("How to accept", "如何接受"),
        ("Your credit score and the price you pay for credit", "您的信用评分与信贷价格"),
        ("used your credit score to set the terms", "使用您的信用评分确定"),
        ("right to dispute any inaccurate information", "对任何不准确的信息提出异议"),
        ("Your credit report is a record of your credit history", "信用报告是您的信用记录"),
        ("free copy of your credit report", "免费获取一份信用报告"),
        ("once every 12 months", "每 12 个月"),
        ("call 1-877-322-8228 (toll-free)", "致电 1-877-322-8228"),
        ("Annual Credit Report Request Service, P.O. Box 105281, Atlanta, GA 30348-5281",
         "Annual Credit Report Request Service, P.O. Box 105281, Atlanta, GA 30348-5281"),
        ("www.consumerfinance.gov/learnmore", "www.consumerfinance.gov/learnmore"),
        ("ranks higher than 24% of these scores", "高于其中 24%"),
    ),
    Kind.COUNTER_OFFER: (
        *_OFFER,
        ("unable to offer you credit on the terms that you requested", "无法按您申请的条件"),
        ("We can, however, offer you credit on the following terms", "可按下列条件向您提供信贷"),
        ("please notify us no later than December 31, 2026", "请不迟于2026年12月31日通知我们"),
        ("this letter is also our notice of the action taken", "同时构成我们对您原申请条件"),
        ("Acceptance of our offer", "要约接受回执"),
    ),
    Kind.DECLINE: (
        ("are unable to approve it", "未能予以批准"),
        ("for $15,000.00 over 48 months", "金额 15,000.00 美元，期限 48 个月"),
        ("ask us to look at your application again", "请求我们重新审核"),
    ),
    Kind.DECLINE_BY_RULE: (
        ("are unable to approve it", "未能予以批准"),
        ("a condition that every such application has to meet", "此类申请均须满足的条件"),
        ("ask us to look at your application again", "请求我们重新审核"),
    ),
    Kind.INCOMPLETE: (
        ("information is needed to make a decision", "为对您的申请作出决定，尚需下列资料"),
        ("We need to receive this information by December 21, 2026", "2026年12月21日前收到"),
        ("unable to give further consideration to your credit request", "无法继续审核"),
        ("Send it to Harborview Sample Bank", "请寄至"),
    ),
    Kind.WITHDRAWN: (
        ("At your request", "应您的要求"),
        ("is withdrawn as of November 21, 2026", "已于2026年11月21日撤回"),
        ("No decision on it has been made", "未就该申请作出任何决定"),
        ("keep the records of the application", "保存本次申请的记录"),
        ("welcome to apply again", "再次申请"),
    ),
    Kind.OFFER_LAPSED: (
        ("our offer has ended", "要约已经失效"),
        ("withdrawn as of November 21, 2026", "自2026年11月21日起视为您撤回申请"),
    ),
    Kind.LIMIT_INCREASE: (
        ("You need not use the higher limit", "可以不使用提高后的额度"),
        ("is increased from December 15, 2026", "自2026年12月15日起提高"),
    ),
    Kind.INCREASE_REFUSED: (
        ("are unable to approve it", "未能予以批准"),
        ("your present limit of $6,000.00 stays", "现有的额度 6,000.00 美元保持不变"),
    ),
    Kind.LIMIT_DECREASE: (
        ("From December 15, 2026 its credit limit is lowered", "自2026年12月15日起"),
        ("ask us to look at this decision again", "请求我们重新审核"),
    ),
    Kind.RATE_RISE: (
        ("From January 15, 2027 its annual percentage rate rises", "自2027年1月15日起"),
        ("ask us to look at this decision again", "请求我们重新审核"),
    ),
    Kind.SUSPENSION: (
        ("it is suspended", "暂停使用"),
        ("charges made before that day are still settled", "此前发生的交易仍予结算"),
        ("Your balance of $1,820.44 stays due as agreed", "余额 1,820.44 美元仍按约定偿还"),
        ("How the account can be restored: Nothing past due for three statements in a row",
         "恢复账户的条件：连续三期账单无逾期"),
        ("why we took this action", "采取该措施的具体原因"),
    ),
    Kind.REINSTATEMENT: (
        ("is open again from December 15, 2026", "自2026年12月15日起恢复使用"),
        ("Its credit limit is $9,000.00", "信用额度为 9,000.00 美元"),
    ),
    Kind.REVIEW_RESULT: (
        ("who did not take part in the first decision", "未参与原决定的信贷人员"),
        ("Our decision stays as it was", "原决定维持不变"),
    ),
}  # fmt: skip
_RIGHTS: tuple[Said, ...] = (
    ("Explanation and review by a person: within 30 days", "要求说明与人工复核"),
    ("Personal Information Protection Law, Article 24", "《个人信息保护法》第二十四条"),
    ("free of charge twice a year", "每年可两次免费获取本人信用报告"),
    ("check and answer in writing within 20 days", "20 日内核查处理并书面答复"),
    ("correction and deletion of personal information", "更正、删除个人信息"),
    ("regulator's hotline: 12378", "监管投诉：12378"),
)
_GRANT: tuple[Said, ...] = (
    ("not a loan contract", "不构成借款合同"),
    ("Yearly rate (simple)", "年利率（单利）"),
    ("Whole yearly cost when kept as agreed (IRR, simple interest)",
     "正常履约年化综合融资成本（内部收益率，单利）"),
    ("Item of cost", "成本项目"),
    ("How it is charged", "收取方式"),
    ("Charged by", "收取主体"),
    ("Penalty interest (when overdue)", "逾期罚息（违约情形）"),
    ("charge the borrower no other interest or fee connected with this loan",
     "不再向借款人收取其他与贷款相关的任何息费"),
    ("Borrower's signature", "借款人签名"),
    ("I have read and understood the statement of cost above", "已阅读并知悉上述综合融资成本"),
    ("Purpose of the loan: home improvement", "贷款用途：家庭装修"),
    ("Security: none", "无须提供担保"),
    ("Valid until December 31, 2026", "有效期至2026年12月31日"),
    ("must be done or shown before the loan is paid out", "放款前须满足下列条件"),
    ("refuse a decision made by automated means alone", "拒绝仅通过自动化决策的方式作出决定"),
    ("not for buying homes, shares", "不得用于购房、股票"),
    ("regulator's hotline: 12378", "监管投诉：12378"),
    ("Schedule of repayments", "还款计划表"),
)  # fmt: skip
_SOURCES: tuple[Said, ...] = (
    ("read with your written consent on November 13, 2026", "查询日期：2026年11月13日"),
    ("for the approval of a loan", "查询原因：贷款审批"),
    ("took no part in this decision", "未参与本次审批决定"),
    ("made by a person", "人工作出"),
)
CHINESE: dict[Kind, tuple[Said, ...]] = {
    Kind.APPROVAL: (("we agree to grant you the credit below", "同意向您提供如下授信"), *_GRANT),
    Kind.COUNTER_OFFER: (
        ("cannot grant the credit on the terms requested", "未能按原条件批准"),
        ("To accept the changed terms", "如接受变更后的条件"),
        *_GRANT,
    ),
    Kind.DECLINE: (
        ("has not been approved this time", "本次未获批准"),
        *_SOURCES,
        *_RIGHTS,
        ("does not keep you from applying again", "不影响您今后再次申请"),
    ),
    Kind.DECLINE_BY_RULE: (
        ("A condition for this product is not met", "未满足该产品的受理条件"),
        *_SOURCES,
        *_RIGHTS,
        ("does not keep you from applying again", "不影响您今后再次申请"),
    ),
    Kind.INCOMPLETE: (
        ("by December 6, 2026", "2026年12月6日前提交"),
        ("the application ends without a decision", "本次申请终止，不作审批结论"),
    ),
    Kind.WITHDRAWN: (
        ("was withdrawn on November 21, 2026", "已于2026年11月21日撤回"),
        ("No decision on it was made", "未就该申请作出审批决定"),
        ("Personal Information Protection Law, Article 47", "《个人信息保护法》第四十七条"),
    ),
    Kind.OFFER_LAPSED: (("the approval has lapsed as of November 21, 2026", "起失效"),),
    Kind.LIMIT_INCREASE: (
        ("You may refuse the higher limit", "可以拒绝本次提额"),
        ("not for buying homes, shares", "不得用于购房、股票"),
    ),
    Kind.INCREASE_REFUSED: (
        ("the present limit of RMB 6,000.00 stays", "现有额度人民币 6,000.00 元保持不变"),
        *_SOURCES,
        *_RIGHTS,
    ),
    Kind.LIMIT_DECREASE: (("Under the credit contract", "根据授信合同约定"), *_RIGHTS),
    Kind.RATE_RISE: (
        ("amounts drawn before that day keep their rate", "此前已使用的款项利率不变"),
        *_RIGHTS,
    ),
    Kind.SUSPENSION: (
        ("no new amount can be drawn", "暂停该账户的新增用款"),
        ("does not fall due earlier", "不因暂停而提前到期"),
        ("for the account to be restored", "申请恢复"),
        *_RIGHTS,
    ),
    Kind.REINSTATEMENT: (("can be drawn on again from December 15, 2026", "起恢复用款"),),
    Kind.REVIEW_RESULT: (
        ("did not take part in the first decision", "未参与原审批的人员"),
        ("The result stays as it was", "原审批结果维持不变"),
        ("a score was looked at as one piece of information only", "评分仅作为参考信息之一"),
        ("made by 王审批 on November 21, 2026", "复核人为王审批"),
    ),
    Kind.ADVERSE_REPORTING: (
        ("Article 15 of the Regulation on the Credit Reference Industry", "第十五条"),
        ("What will be reported", "拟报送的信息"),
        ("is reported after December 6, 2026 unless", "未在2026年12月6日前清偿"),
        ("answer in writing within 20 days", "20 日内核查处理并书面答复"),
        ("add your own statement", "作出说明"),
        ("kept for 5 years", "保存 5 年"),
    ),
}


def statements(pack: str, kind: Kind, language: Language) -> Iterator[str]:
    """The sentences of one kind in one language."""
    own = (AMERICAN if pack == "us" else CHINESE)[kind]
    more = AMERICAN_ADVERSE if pack == "us" and kind in ADVERSE else ()
    at = 0 if language == Language.EN else 1
    yield from (said[at] for said in (*own, *more))
