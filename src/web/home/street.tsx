/** A street, for warmth only: nothing in it has to be seen. Its colours follow the municipality's. */
export function Street() {
  return (
    <svg className="wijk-street" viewBox="0 0 320 170" aria-hidden="true" focusable="false">
      <circle className="wijk-street__sun" cx="262" cy="38" r="20" />
      <path className="wijk-street__far" d="M14 154V92l28-26 28 26v62Z" />
      <path className="wijk-street__near" d="M70 154V62h10V50h10V38h20v12h10v12h10v92Z" />
      <path className="wijk-street__mid" d="M130 154V84l34-32 34 32v70Z" />
      <path className="wijk-street__far" d="M198 154V74h62v80Zm-6-80 37-24 37 24Z" />
      <path
        className="wijk-street__window"
        d="M84 74h12v16H84Zm20 0h12v16h-12Zm-20 28h12v16H84Zm20 0h12v16h-12ZM146 92h14v16h-14Zm22 0h14v16h-14ZM212 86h12v16h-12Zm22 0h12v16h-12ZM30 100h10v14H30Zm16 0h10v14H46Z"
      />
      <path
        className="wijk-street__door"
        d="M94 154v-24h14v24Zm62 0v-28h16v28Zm66 0v-28h14v28Zm-186 0v-22h13v22Z"
      />
      <path className="wijk-street__stem" d="M284 154v-26M4 154h312" />
      <circle className="wijk-street__tree" cx="284" cy="116" r="20" />
      <path className="wijk-street__people" d="M182 154v-13a5 5 0 0 1 10 0v13m6 0v-11a4.5 4.5 0 0 1 9 0v11" />
      <circle className="wijk-street__head" cx="187" cy="130" r="4.2" />
      <circle className="wijk-street__head" cx="202.5" cy="133" r="3.8" />
    </svg>
  );
}
