#include "config.h"

#include "rnntop/ui/score/view_review.h"

#include "rnntop/ui/actions.h"
#include "rnntop/ui/figures.h"
#include "rnntop/ui/score/worst.h"
#include "rnntop/ui/strings.h"
#include "rnntop/ui/views/page.h"

/* "val 4,579 of 7,500   is negative   said positive   p 0.742" */
static void put_verdict(struct page *page, const struct score *score,
                        const struct judged_row *review)
{
    char text[SCORE_TEXT], figure[2][FIGURE_SIZE], is[CLASS_NAME_SIZE], said[CLASS_NAME_SIZE];
    char p[32];
    score_class_name(score->classes, review->label, is);
    score_class_name(score->classes, review->said, said);
    string_fill(text, sizeof text, STR_REVIEW_VERDICT,
                figure_count(figure[0], (uint64_t)review->row + 1),
                figure_count(figure[1], score->judgement->rows), is, said,
                worst_p(p, sizeof p, (double)review->p));
    page_wrap(page, 1, text, ROLE_STRONG);
}

/* How much of it the network sees. */
static void put_note(struct page *page, const struct judged_row *review)
{
    char text[SCORE_TEXT], figure[2][FIGURE_SIZE];
    figure_count(figure[0], review->read);
    figure_count(figure[1], review->words);
    string_fill(text, sizeof text,
                review->words > review->read ? STR_REVIEW_PART : STR_REVIEW_WHOLE, figure[0],
                figure[1]);
    page_wrap(page, 1, text, ROLE_DIM);
}

static void write(struct page *page, const struct screen *screen, const struct board *board)
{
    struct score score;
    score_open(&score, screen, board, NULL);
    const struct judged_row *review = worst_chosen(&score);
    page_next(page); /* under the title */
    if (!review) {
        page_wrap(page, 1, string_get(STR_SCORE_NOTHING_TO_READ), ROLE_DIM);
        return;
    }
    put_verdict(page, &score, review);
    page_next(page);
    page_wrap(page, 1, review->text, ROLE_PLAIN);
    page_next(page);
    put_note(page, review);
}

static void turn(struct actions *actions, int by)
{
    struct score score;
    struct screen *screen = actions->screen;
    score_open(&score, screen, actions->board, NULL);
    const struct judged_row *review = worst_chosen(&score);
    if (!review)
        return;
    int at = (int)(review - score.judgement->worst) + by;
    const int last = (int)score.judgement->worst_count - 1;
    screen->score.worst = at < 0 ? 0 : at < last ? at : last;
    screen->scroll = 0;
}

/* What leads back leads to the score. */
static bool act(struct actions *actions, enum action action, unsigned *reaction)
{
    *reaction = REACT_DRAW;
    switch (action) {
    case ACTION_LEFT:
        turn(actions, -1);
        return true;
    case ACTION_RIGHT:
        turn(actions, 1);
        return true;
    case ACTION_CURSOR_OFF:
    case ACTION_OPEN:
    case ACTION_QUIT:
        actions->screen->view = SCREEN_SCORE;
        actions->screen->scroll = 0;
        return true;
    default:
        return false;
    }
}

const struct view view_review = {
    .action = ACTION_NONE,
    .write = write,
    .title = STR_REVIEW_TITLE,
    .back = STR_REVIEW_BACK,
    .of_run = true,
    .act = act,
};
