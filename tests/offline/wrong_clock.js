// The tablet's clock is wrong by OFF_BY ms; its timers run as ever.
(() => {
  const Right = Date;
  class Wrong extends Right {
    constructor(...given) {
      if (given.length) super(...given);
      else super(Right.now() + OFF_BY);
    }
    static now() {
      return Right.now() + OFF_BY;
    }
  }
  self.Date = Wrong;
})();
