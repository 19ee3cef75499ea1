/** An event about as large as a booking's: 700 bytes. */
export const PAYLOAD = {
  object: {
    id: "0197a3c2-6f1e-7cc0-8a55-3b9a1d2e4f60",
    version: 1,
    name: "B737-800 Full Flight Simulator 2",
    notes:
      "Recurrent training, second session of two; the crew asks for the briefing room from half past seven. ".repeat(5),
  },
  previous: null,
};
